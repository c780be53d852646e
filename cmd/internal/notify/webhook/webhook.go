// Package webhook posts alerts to receivers' own servers, by the Standard Webhooks
// specification.
//
// # Wire form
//
//	POST <url>
//	Content-Type: application/json
//	webhook-id: msg_...          the same for every try: what the other side knows
//	                             a repeat by
//	webhook-timestamp: ...       of this try, in seconds since 1970
//	webhook-signature: v1,...    HMAC-SHA256 with the receiver's secret
//
//	{"type":"alert","timestamp":"...","data":{an alert as in the stream ALERTS}}
//	{"type":"alerts.held","timestamp":"...","data":{"count":1234,"groups":[{"rung":"missed","count":1234}],"vi":"...","en":"..."}}
//
// timestamp is when the message was decided: the body is the same for every try.
// Any 2xx is success, once its body has been read to the end; all else is a
// failure that is tried again. Redirections are not followed.
package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/cmd/internal/notify/receiver"
)

const (
	// answerWithin bounds one try, from the connection to the answer's end.
	answerWithin = 15 * time.Second

	// mostAnswer is how much of an answer is read, in bytes.
	mostAnswer = 64 << 10
)

// FailureTooLarge says that an answer does not end within reason.
const FailureTooLarge notice.Failure = "answer-too-large"

// Sender posts.
type Sender struct {
	client *http.Client
	agent  string
}

// Dial opens a connection, as [net.Dialer.DialContext] does.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// NewSender returns a sender. trust is who may vouch for receivers' servers; nil:
// whom the system trusts. dial opens its connections; nil: over the network.
func NewSender(version string, trust *x509.CertPool, dial Dial) *Sender {
	if dial == nil {
		dial = (&net.Dialer{Timeout: 10 * time.Second}).DialContext
	}
	return &Sender{agent: "dossier/" + version, client: &http.Client{
		Timeout: answerWithin,
		Transport: &http.Transport{
			DialContext: dial, Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
			TLSClientConfig:     &tls.Config{RootCAs: trust, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: 10 * time.Second, MaxResponseHeaderBytes: mostAnswer,
			MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Close ends the connections that are kept open.
func (s *Sender) Close() { s.client.CloseIdleConnections() }

// Post posts one body once. now is signed with it. The error is a
// [notice.Failure].
func (s *Sender) Post(ctx context.Context, to *receiver.Webhook, id string, body []byte, now time.Time) error {
	request, err := s.request(ctx, to, id, body, now)
	if err != nil {
		return notice.FailureOther // the url and the secret were checked when the file was read
	}
	response, err := s.client.Do(request)
	if err != nil {
		return notice.FailureOf(err)
	}
	defer func() { _ = response.Body.Close() }() // it was read as far as it matters
	n, err := io.Copy(io.Discard, io.LimitReader(response.Body, mostAnswer+1))
	switch {
	case response.StatusCode < 200 || response.StatusCode > 299:
		return notice.Failure(fmt.Sprintf("status-%d", response.StatusCode))
	case err != nil:
		return notice.FailureOf(err)
	case n > mostAnswer:
		return FailureTooLarge
	}
	return nil
}

func (s *Sender) request(ctx context.Context, to *receiver.Webhook, id string, body []byte, now time.Time) (*http.Request, error) {
	signer, err := standardwebhooks.NewWebhook(to.Secret)
	if err != nil {
		return nil, err
	}
	signature, err := signer.Sign(id, now, body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", s.agent)
	request.Header.Set(standardwebhooks.HeaderWebhookID, id)
	request.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	request.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	return request, nil
}
