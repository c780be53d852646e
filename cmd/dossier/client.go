package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	"github.com/synadia-io/orbit.go/natscontext"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/domain"
)

// serverFlags say where a running engine is.
type serverFlags struct {
	Server  string        `short:"s" help:"NATS address of a running engine." default:"nats://127.0.0.1:4222" env:"DOSSIER_URL"`
	Context string        `help:"NATS context to connect with, instead of --server." placeholder:"NAME"`
	Timeout time.Duration `help:"How long to wait for an answer." default:"10s"`
}

// client speaks to a running engine as desk software does: over NATS.
type client struct {
	nc      *nats.Conn
	timeout time.Duration
}

func (f *serverFlags) connect() (*client, error) {
	nc, err := f.dial()
	if err != nil {
		return nil, fmt.Errorf("no engine at %s: %w (start one with \"dossier serve\")", f.where(), err)
	}
	return &client{nc: nc, timeout: f.Timeout}, nil
}

func (f *serverFlags) dial() (*nats.Conn, error) {
	if f.Context != "" {
		nc, _, err := natscontext.Connect(f.Context, nats.Name("dossier"))
		return nc, err
	}
	return nats.Connect(f.Server, nats.Name("dossier"))
}

func (f *serverFlags) where() string {
	if f.Context != "" {
		return "context " + f.Context
	}
	return app.RedactedURL(f.Server)
}

func (c *client) close() { c.nc.Close() }

// call sends a request to an endpoint of the service and decodes the answer.
func (c *client) call(ctx context.Context, endpoint string, request, answer any) error {
	body, ok := request.([]byte)
	if !ok {
		var err error
		if body, err = json.Marshal(request); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	msg, err := c.nc.RequestWithContext(ctx, "dossiers.v1."+endpoint, body)
	switch {
	case errors.Is(err, nats.ErrNoResponders):
		return errors.New("no engine answers there")
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("no answer within %s", c.timeout)
	case err != nil:
		return err
	case msg.Header.Get("Nats-Service-Error") != "" || msg.Header.Get("Nats-Service-Error-Code") != "":
		return serviceError(msg)
	}
	return json.Unmarshal(msg.Data, answer)
}

// serviceError returns the refusal that the service's answer carries.
func serviceError(msg *nats.Msg) error {
	var refusal domain.Error
	if json.Unmarshal(msg.Data, &refusal) == nil && refusal.Code != "" {
		return &refusal
	}
	return errors.New(strings.TrimSpace(msg.Header.Get("Nats-Service-Error-Code") + " " + msg.Header.Get("Nats-Service-Error")))
}

// submit submits a CloudEvent or a batch of them.
func (c *client) submit(ctx context.Context, body []byte) ([]domain.Result, error) {
	var answer struct {
		Results []domain.Result `json:"results"`
	}
	err := c.call(ctx, "submit", body, &answer)
	return answer.Results, err
}
