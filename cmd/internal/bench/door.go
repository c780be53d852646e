package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// door is a way into an engine: it posts events and returns a result for each.
type door func(ctx context.Context, events []domain.Event) ([]domain.Result, error)

// Via names a door.
type Via string

const (
	ViaEngine Via = "engine" // in the same process
	ViaNATS   Via = "nats"   // the micro service, over TCP
	ViaHTTP   Via = "http"
)

// answerWithin is how long a desk waits.
const answerWithin = time.Minute

// inProcess is the door of callers in the same process.
func inProcess(a *app.App) door {
	return func(ctx context.Context, events []domain.Event) ([]domain.Result, error) {
		parsed := make([]domain.Parsed, len(events))
		for i, e := range events {
			parsed[i] = domain.Parsed{Event: e, ID: e.ID, Code: e.Subject, Transaction: e.Transaction}
		}
		return a.Engine().Submit(ctx, parsed), nil
	}
}

// overNATS is the door of desk software.
func overNATS(nc *nats.Conn) door {
	return func(ctx context.Context, events []domain.Event) ([]domain.Result, error) {
		body, err := json.Marshal(events)
		if err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(ctx, answerWithin)
		defer cancel()
		m, err := nc.RequestWithContext(ctx, "dossiers.v1.submit", body)
		if err != nil {
			return nil, fmt.Errorf("dossiers.v1.submit: %w", err)
		}
		if code := m.Header.Get(micro.ErrorHeader); code != "" {
			return nil, fmt.Errorf("dossiers.v1.submit: %s: %s", code, m.Data)
		}
		var answer inquiry.Results
		return answer.Results, json.Unmarshal(m.Data, &answer)
	}
}

// overHTTP is the door of what speaks no NATS.
func overHTTP(client *http.Client, url string) door {
	return func(ctx context.Context, events []domain.Event) ([]domain.Result, error) {
		body, err := json.Marshal(events)
		if err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(ctx, answerWithin)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/v1/events", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		r.Header.Set("Content-Type", "application/cloudevents-batch+json")
		var answer inquiry.Results
		err = ask(client, r, &answer)
		return answer.Results, err
	}
}

// ask sends a request and reads the answer; nil for one that is only counted.
func ask(client *http.Client, r *http.Request, answer any) (err error) {
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	body, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err
	case response.StatusCode != http.StatusOK:
		return fmt.Errorf("%s %s: %s: %.200s", r.Method, r.URL.Path, response.Status, body)
	case answer == nil:
		return nil
	}
	return json.Unmarshal(body, answer)
}

// httpClient keeps a connection for each of the desks.
func httpClient(desks int) *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: desks, DisableCompression: true}}
}

// doors opens a door of its own for each desk.
func doors(via Via, desks int, connect func() (*nats.Conn, error), url string, in door) (list []door, shut func(), err error) {
	shut = func() {}
	switch via {
	case ViaNATS:
		var open []*nats.Conn
		shut = func() {
			for _, nc := range open {
				nc.Close()
			}
		}
		for range desks {
			nc, err := connect()
			if err != nil {
				shut()
				return nil, nil, err
			}
			open, list = append(open, nc), append(list, overNATS(nc))
		}
		return list, shut, nil
	case ViaHTTP:
		client := httpClient(desks)
		in, shut = overHTTP(client, strings.TrimSuffix(url, "/")), client.CloseIdleConnections
	}
	for range desks {
		list = append(list, in)
	}
	return list, shut, nil
}
