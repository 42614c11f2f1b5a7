//! A client that costs little: one connection, one buffer, no more of HTTP/1.1 than our own server speaks.
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

pub struct Http {
    stream: BufReader<TcpStream>,
    host: String,
    token: String,
    out: Vec<u8>,
    line: String,
    pub body: Vec<u8>,
}

impl Http {
    /// Connects; `token` may be empty.
    pub fn to(host: &str, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(300)))?;
        let token = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        Ok(Self { stream: BufReader::new(stream), host: host.to_owned(), token, out: Vec::new(), line: String::new(), body: Vec::new() })
    }

    pub fn get(&mut self, path: &str) -> Result<u16> {
        self.send("GET", path, b"")
    }

    /// Sends and reads the whole answer; its body lies in `body`.
    pub fn send(&mut self, method: &str, path: &str, body: &[u8]) -> Result<u16> {
        let Self { host, token, out, .. } = self;
        out.clear();
        let kind = if method == "PUT" { "application/octet-stream" } else { "application/json" };
        write!(out, "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{token}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len())?;
        out.extend_from_slice(body);
        self.stream.get_mut().write_all(&self.out)?;
        self.answer()
    }

    fn answer(&mut self) -> Result<u16> {
        let broken = || Error::new(ErrorKind::InvalidData, "no HTTP answer");
        let (mut status, mut length, mut first) = (0, 0, true);
        loop {
            self.line.clear();
            if self.stream.read_line(&mut self.line)? == 0 {
                return Err(broken());
            }
            let line = self.line.trim_end();
            if line.is_empty() {
                break;
            }
            if std::mem::take(&mut first) {
                status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(broken)?;
            } else if let Some(value) = line.get(..15).filter(|h| h.eq_ignore_ascii_case("content-length:")).map(|_| &line[15..]) {
                length = value.trim().parse().map_err(|_| broken())?;
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body)?;
        Ok(status)
    }
}
