//! The org as its user sees it: started on an address, tenants opened in it, shut down. Must not know a request.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::doors::{self, Doorway, Registry};
use super::options::{OrgOptions, TenantOptions};
use super::tenant::Tenant;

/// A running fake org. Clones are the same org; when the last is gone it stops listening.
#[derive(Debug, Clone)]
pub struct Org {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    base_url: String,
    registry: Arc<Registry>,
    /// Dropping it stops the listener too.
    stop: watch::Sender<bool>,
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl Org {
    /// Listens. The listener runs on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound.
    pub async fn start(options: OrgOptions) -> io::Result<Self> {
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        // A certificate is for a name; without one, the address itself is reached without a look-up.
        let base_url = match options.tls {
            Some(_) => format!("https://localhost:{}", address.port()),
            None => format!("http://{address}"),
        };
        let registry = Arc::new(Registry::at(&base_url));
        let doorway = Doorway { registry: Arc::clone(&registry), control: options.control, latency: options.latency };
        let (stop, stopped) = watch::channel(false);
        let listening = tokio::spawn(doors::http::listen(listener, options.tls, Arc::new(doorway), stopped));
        let inner = Inner { base_url, registry, stop, listening: Mutex::new(Some(listening)) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Where guests connect to, such as `ws://127.0.0.1:49152/v1`.
    pub fn guest_url(&self) -> String {
        format!("{}/v1", self.inner.base_url.replacen("http", "ws", 1))
    }

    /// Where it listens, such as `http://127.0.0.1:49152`.
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// Opens a tenant. Its own client id and the tokens granted to it select it; the handle's drop removes it.
    pub fn open(&self, options: TenantOptions) -> Tenant {
        Tenant::open(Arc::clone(&self.inner.registry), options)
    }

    /// Stops listening, lets requests in flight end within a bound, closes the rest. Of several callers only the first waits.
    pub async fn shutdown(self) {
        let listening = self.inner.listening.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.inner.stop.send_replace(true);
        if let Some(listening) = listening {
            // It ends by itself within its bound; that it was cancelled or panicked leaves nothing to do either.
            let _ended = listening.await;
        }
    }
}
