package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
)

// publish submits a version of a reference fact and prints the result. The event's
// id is the version's name and what it says: who publishes the same again
// publishes nothing new.
func (c *client) publish(ctx context.Context, out *console, version string, says any, fact domain.Event) error {
	said, err := json.Marshal(says, json.Deterministic(true))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(said)
	fact.ID, fact.Source, fact.At = fmt.Sprintf("%s/%x", version, sum[:8]), "urn:dossier:cli", time.Now()
	body, err := json.Marshal(fact)
	if err != nil {
		return err
	}
	return c.tell(ctx, out, body)
}

// unchanged says that the version in force is what would be published.
func unchanged(out *console, inForce string) error {
	if out.JSON {
		return out.printJSON([]domain.Result{})
	}
	out.printf("Không khác / nothing differs from %s: nothing to publish\n", inForce)
	return nil
}
