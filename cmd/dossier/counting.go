package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/domain"
)

type countingCmd struct {
	Show    countingShowCmd    `cmd:"" help:"Show the counting policies that figures can be asked by."`
	Publish countingPublishCmd `cmd:"" help:"Publish the next version of a counting policy."`
}

// Help shows examples.
func (countingCmd) Help() string {
	return `How dossiers are counted that the form has no column for: withdrawn and terminated ones, those that wait, those
without a deadline. Every figure names its policy; --policy NAME or NAME@VERSION asks for another one.

Examples:
  dossier counting show
  dossier counting publish withdrawn-outside
  dossier report II.06a --policy withdrawn-outside@1`
}

type countingShowCmd struct {
	serverFlags
	Name string `arg:"" optional:"" help:"Name of the policy; all of them where it is absent."`
}

// Run prints the policies.
func (s *countingShowCmd) Run(ctx context.Context, out *console) error {
	var list domain.CountingList
	if err := s.ask(ctx, "countings", filled(map[string]string{"name": s.Name}), &list); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(list)
	}
	rows := [][]string{{"CÁCH TÍNH", "CHỜ TIẾP NHẬN", "RÚT", "DỪNG GIẢI QUYẾT", "KHÔNG CÓ HẠN", "TẠM DỪNG"}}
	for _, p := range list.Countings {
		rows = append(rows, []string{p.String(), string(p.Waiting), string(p.Withdrawn), string(p.Terminated), string(p.NoDeadline), string(p.Stopped)})
	}
	return out.table(rows)
}

type countingPublishCmd struct {
	serverFlags
	Version int    `help:"Number of the version; the next one where it is absent."`
	Reason  string `help:"Why, such as the number of the decision."`
	File    string `arg:"" help:"File of the policy (JSON), or the name of a shipped one."`
}

// Help shows examples.
func (countingPublishCmd) Help() string {
	return `Nothing is published where the policy is in force as it is. Versions of the past stay: a report can be asked by
NAME@VERSION, and --known-at counts by the policy of then.

Examples:
  dossier counting publish by-due
  dossier counting publish own.json --reason "Công văn 123/VP"`
}

// Run publishes the next version.
func (p *countingPublishCmd) Run(ctx context.Context, out *console) error {
	policy, err := readCounting(p.File)
	if err != nil {
		return err
	}
	c, err := p.connect()
	if err != nil {
		return err
	}
	defer c.close()
	last, err := countingInForce(ctx, c, policy.Name)
	if err != nil {
		return err
	}
	if policy.Version = last.Version; policy == last {
		return unchanged(out, last.String())
	}
	if policy.Version = p.Version; policy.Version == 0 {
		policy.Version = last.Version + 1
	}
	return c.publish(ctx, out, fmt.Sprintf("counting/%s/%d", policy.Name, policy.Version), policy, domain.Event{
		Type: domain.TypeCountingChanged, Subject: policy.Name,
		Data: &domain.CountingChanged{Counting: policy, Reason: p.Reason},
	})
}

// readCounting reads a file, or a policy that comes with the binary.
func readCounting(name string) (domain.CountingPolicy, error) {
	b, err := deployments.Files.ReadFile("policies/counting/" + name + ".json")
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		b, err = os.ReadFile(name)
	}
	if err != nil {
		return domain.CountingPolicy{}, err
	}
	policy, err := domain.ParseCounting(b)
	if err != nil {
		return policy, fmt.Errorf("%s: %w", name, err)
	}
	return policy, nil
}

// countingInForce returns the latest version; an empty policy where there is none
// of that name.
func countingInForce(ctx context.Context, c *client, name string) (last domain.CountingPolicy, err error) {
	var list domain.CountingList
	err = c.call(ctx, "countings", map[string]string{"name": name}, &list)
	if errors.Is(err, &domain.Error{Code: domain.CodeUnknown}) {
		return last, nil
	}
	last, _ = domain.ChooseCounting(list.Countings, name)
	return last, err
}
