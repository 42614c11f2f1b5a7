//! All routes of the product, and the layers around them.
use super::cx::App;
use super::{assets, speak};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

/// The most a request may hold, in bytes; blobs have a limit of their own.
const BODY_MOST: usize = 2 * 1024 * 1024;

/// The whole product as one service.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(crate::routes())
        .route("/assets/{name}", get(asset))
        .fallback(|| async { super::Fault::Missing })
        .layer(DefaultBodyLimit::max(BODY_MOST))
        // Other sites cannot make a reader's browser write here (Sec-Fetch-Site, Origin).
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn_with_state(app.clone(), speak::speak))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::from_fn_with_state(app.clone(), super::kept::keep))
        .with_state(app)
}

async fn asset(uri: Uri) -> Response {
    match assets::find(uri.path()) {
        Some((bytes, mime)) => {
            ([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")], bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
