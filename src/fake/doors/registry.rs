//! Which tenants are open, and which of them a request is for. Its lock is held for a look-up only.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::fake::core::{
    Delivery, Kind, Output, Request, TenantCore, derived, selecting_client, selecting_deployment, unselected,
};
use crate::fake::options::TenantOptions;

/// The open tenants by their client's id.
#[derive(Debug, Default)]
pub struct Registry {
    base_url: Option<Arc<str>>,
    tenants: RwLock<HashMap<Arc<str>, Arc<TenantCore>>>,
    unselected: AtomicU64,
}

impl Registry {
    /// A registry whose tenants are reached at a base URL.
    pub fn at(base_url: &str) -> Self {
        Self { base_url: Some(Arc::from(base_url)), ..Self::default() }
    }

    /// Opens a tenant. Two of one seed get different clients: the later one tries the next of its seed's until one is free. Credentials that
    /// the options give are taken as they are, and the latest tenant that has them is selected by them.
    pub fn open(&self, options: TenantOptions) -> Arc<TenantCore> {
        let given = options.credentials.is_some();
        let mut core = match &self.base_url {
            Some(base_url) => TenantCore::at(options, Arc::clone(base_url)),
            None => TenantCore::new(options),
        };
        let mut tenants = self.write();
        let mut number = 1;
        while !given && tenants.contains_key(&core.credentials.client_id) {
            number += 1;
            core.take_client(number);
        }
        let core = Arc::new(core);
        tenants.insert(Arc::clone(&core.credentials.client_id), Arc::clone(&core));
        core
    }

    /// Closes a tenant.
    pub fn close(&self, core: &Arc<TenantCore>) {
        let mut tenants = self.write();
        if tenants.get(&core.credentials.client_id).is_some_and(|open| Arc::ptr_eq(open, core)) {
            tenants.remove(&core.credentials.client_id);
        }
    }

    /// Answers a request: by the tenant that it selects, or with what an org says to a stranger.
    pub fn handle(&self, request: &Request<'_>) -> Output {
        let tenant = match selecting_deployment(request) {
            Some(deployment) => self.tenant_of_deployment(&deployment),
            None => selecting_client(request).and_then(|client| self.read().get(&*client).cloned()),
        };
        match tenant {
            Some(tenant) => tenant.handle(request),
            None => {
                let number = self.unselected.fetch_add(1, Ordering::Relaxed);
                let response = unselected(request, &derived(0, Kind::Correlation, number));
                Output { response, delivery: Delivery::Now }
            }
        }
    }

    /// The open tenant that has a deployment.
    pub fn tenant_of_deployment(&self, id: &str) -> Option<Arc<TenantCore>> {
        let open: Vec<Arc<TenantCore>> = self.read().values().cloned().collect();
        open.into_iter().find(|tenant| tenant.has_deployment(id))
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<Arc<str>, Arc<TenantCore>>> {
        self.tenants.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<Arc<str>, Arc<TenantCore>>> {
        self.tenants.write().unwrap_or_else(PoisonError::into_inner)
    }
}
