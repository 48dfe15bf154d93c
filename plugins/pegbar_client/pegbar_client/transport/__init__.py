"""HTTP with the standard library: connections, proxies, certificates, retries."""
