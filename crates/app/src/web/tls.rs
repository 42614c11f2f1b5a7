//! HTTPS with a certificate of our own making, for a phone on the same network: away from localhost browsers give a page nothing without it.
use axum::serve::Listener;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

/// Connections whose handshake is done, waiting to be taken.
const WAITING: usize = 64;

/// A listener that speaks TLS. Nobody vouches for its certificate: the reader is asked once whether to go on.
pub struct Sealed {
    ready: Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl Sealed {
    /// Takes connections under a new certificate for `names` (addresses or host names), good in the year given and the next.
    /// # Errors
    /// When no certificate can be made.
    pub fn new(listener: TcpListener, names: Vec<String>, year: i32) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let address = listener.local_addr()?;
        let acceptor = TlsAcceptor::from(Arc::new(own(names, year)?));
        let (send, ready) = channel(WAITING);
        tokio::spawn(async move {
            loop {
                let Ok((stream, from)) = listener.accept().await else { continue };
                let (acceptor, send) = (acceptor.clone(), send.clone());
                // A handshake waits for the other side; nobody else waits for it.
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let _ = send.send((stream, from)).await;
                    }
                });
            }
        });
        Ok(Self { ready, address })
    }
}

fn own(names: Vec<String>, year: i32) -> Result<ServerConfig, Box<dyn std::error::Error + Send + Sync>> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(names)?;
    (params.not_before, params.not_after) = (date_time_ymd(year, 1, 1), date_time_ymd(year + 1, 12, 31));
    let certificate = params.self_signed(&key)?;
    let key = PrivateKeyDer::try_from(key.serialize_der())?;
    Ok(ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key)?)
}

impl Listener for Sealed {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            // The task that listens never ends.
            None => std::future::pending().await,
        }
    }
    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
