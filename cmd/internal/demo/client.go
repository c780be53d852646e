package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/domain"
)

// client speaks to the engine as desk software does: over NATS.
type client struct{ nc *nats.Conn }

// answerWithin is how long a desk waits for an answer.
const answerWithin = 30 * time.Second

// submit posts events and returns their results.
func (c *client) submit(ctx context.Context, events []domain.Event) ([]domain.Result, error) {
	var answer struct {
		Results []domain.Result `json:"results"`
	}
	err := c.call(ctx, "submit", events, &answer)
	return answer.Results, err
}

// call sends a request to an endpoint of the service and reads the answer.
func (c *client) call(ctx context.Context, endpoint string, request, answer any) error {
	body, err := json.Marshal(request)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	m, err := c.nc.RequestWithContext(ctx, "dossiers.v1."+endpoint, body)
	if err != nil {
		return fmt.Errorf("dossiers.v1.%s: %w", endpoint, err)
	}
	if code := m.Header.Get(micro.ErrorHeader); code != "" {
		return fmt.Errorf("dossiers.v1.%s: %s: %s", endpoint, code, m.Data)
	}
	return json.Unmarshal(m.Data, answer)
}
