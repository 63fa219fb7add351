package cli

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// baseURL checks an address to which the token would be sent and returns it
// without a slash at its end.
func baseURL(text string, allowHTTP bool) (string, error) {
	u, err := url.Parse(text)
	switch {
	case err == nil && u.User != nil:
		return "", usage("--base-url: a user and a password have no place there, and are not shown")
	case strings.Contains(text, "@"):
		return "", usage("--base-url is no address; it is not shown, since it may hold a password")
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return "", usage("--base-url %q is no address: write one such as https://api.example.com", text)
	case u.RawQuery != "" || u.Fragment != "":
		return "", usage("--base-url for %s: only scheme, host, port and a path prefix may stand there; the rest is not shown", u.Host)
	case u.Scheme == "http" && !allowHTTP && !loopback(u.Hostname()):
		return "", usage("--base-url %s would send the token in the clear: use https, or --allow-http if you mean it", text)
	}
	return strings.TrimRight(u.String(), "/"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// proxied refuses a proxy in the environment that is no address: requests to the
// base URL would go past it without a word. Those to this machine do anyway.
func (w World) proxied(base string) error {
	u, err := url.Parse(base)
	if err != nil || loopback(u.Hostname()) {
		return nil // what is no address is told of elsewhere
	}
	name := strings.ToUpper(u.Scheme) + "_PROXY"
	if w.Getenv(name) == "" {
		name = strings.ToLower(name)
	}
	_, err = url.Parse(w.Getenv(name))
	_, bare := url.Parse("http://" + w.Getenv(name))
	if err != nil && bare != nil {
		return usage("the proxy in %s is no address; it is not shown, since it may hold a password: a %% in one is written %%25", name)
	}
	return nil
}

// transport returns the HTTP transport: the system's proxies and authorities,
// and the one of --ca-file as well.
func transport(caFile string) (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(0)}
	if caFile == "" {
		return t, nil
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, usage("--ca-file: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, usage("--ca-file %s holds no certificate in PEM form", caFile)
	}
	t.TLSClientConfig.RootCAs = pool
	return t, nil
}
