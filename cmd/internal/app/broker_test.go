package app

import "testing"

func TestRedactedURL(t *testing.T) {
	for urls, want := range map[string]string{
		"":                                 "",
		"nats://127.0.0.1:4222":            "nats://127.0.0.1:4222",
		"nats://engine:s3cret@a:4222":      "nats://xxxxx@a:4222",
		"tls://s3cret@a:4222":              "tls://xxxxx@a:4222",
		"nats://a:4222,nats://e:s3cret@b":  "nats://a:4222,nats://xxxxx@b",
		"nats://a:4222, nats://e:s3cret@b": "nats://a:4222,nats://xxxxx@b",
		"engine:s3cret@a:4222":             "(an address with credentials)",
	} {
		if got := RedactedURL(urls); got != want {
			t.Errorf("RedactedURL(%q) = %q, want %q", urls, got, want)
		}
	}
}
