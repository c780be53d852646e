// Package notice records what each receiver is told, before and after: claim, then
// send, then mark. Nothing leaves the house that is not claimed here first.
//
// # Stored form
//
// Stream NOTICES, kept for [KeptFor]. <channel> is webhook, urgent (single mails)
// or digest, <ref> the receiver's reference ('.' written '_'); there are no
// addresses in it and nothing personal. Bodies are JSON objects.
//
//	notice.plan.<channel>.<ref>    claims ([Notice]): a chain for each receiver and
//	                               channel
//	notice.mark.<channel>.<ref>    what became of a claim ([Mark]): sent, or failing
//	notice.dead.<channel>.<ref>    claims given up after the last try ([Mark])
//	notice.again.<channel>.<ref>   claims that an operator has sent again ([Again])
//
// Claims of one receiver and channel follow each other: claim n+1 is appended with
// the expectation that claim n is the last on its subject, says up to which alert
// of the stream ALERTS everything is decided, and carries the state that the next
// one goes on from (what went out within the hour, which morning had its digest).
// So any number of engines, restarts and crashes decide about each alert, receiver
// and channel once: whoever is second meets a conflict, reads the last claim, and
// goes on behind it. Whatever must never happen twice (a morning's digest, more
// single messages than a receiver's bound) can't, by construction.
//
// # What a receiver knows of
//
// The end of an alert is told to exactly those receivers, on those channels, who
// were told of it (a claim lists it in alerts), be they on its route still or not:
// each claim says which alerts it opens and which are over. What is only counted was
// not told. A chain's state would grow with them: they are listed now and then, and
// a reader goes on from the claim that lists them.
//
// What is muted when it is decided, though it was not when it was raised, is left
// out and stays in the state: it is decided again, before all that is newer, until
// nothing mutes it or something makes it needless.
//
// What is claimed is sent by whoever takes the claim from the durable consumer of
// its channel, and marked. A crash between send and mark sends it again, with the
// id of the claim: the other side knows it by that.
//
// # Words
//
// Held: only counted: beyond the receiver's bound for single messages, and said in
// one summary when the hour ends; or beyond what a digest lists. Left out: not told,
// with the reason: what mutes it (such as "silence:17"), "resolved", "superseded" by
// what came later, "untold" (the end of what the receiver was not told of), or for
// mails "acknowledged" and "snoozed".
package notice

import (
	"time"

	"github.com/google/uuid"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Channel is a way to a receiver.
type Channel string

// Channels.
const (
	Webhook Channel = "webhook" // every alert, posted at once
	Urgent  Channel = "urgent"  // critical alerts, mailed alone in working hours
	Digest  Channel = "digest"  // the others, mailed together on working mornings
)

// Kind says what a claim is about.
type Kind string

// Kinds of claims.
const (
	KindAlert   Kind = "alert"   // one alert, told alone
	KindSummary Kind = "summary" // how many were held
	KindDigest  Kind = "digest"  // a morning's alerts
	KindPass    Kind = "pass"    // nothing to send: held, left out, or nothing at all
)

// Notice is a claim. Its JSON form is stored: names never change.
type Notice struct {
	Receiver string           `json:"receiver"` // reference
	Channel  Channel          `json:"channel"`
	Kind     Kind             `json:"kind"`
	ID       string           `json:"id,omitzero"`     // the other side knows it by this; empty: nothing to send
	At       time.Time        `json:"at"`              // when it was claimed
	Through  uint64           `json:"through"`         // the alerts of ALERTS up to here are decided
	Alerts   []uint64         `json:"alerts,omitzero"` // that it tells, by sequence; of a digest at most MostListed
	Held     []uint64         `json:"held,omitzero"`   // that are only counted
	Left     []Left           `json:"left,omitzero"`   // that are not told
	Ends     []supervision.ID `json:"ends,omitzero"`   // alerts that were told before, and are over
	Opens    []supervision.ID `json:"opens,omitzero"`  // alerts whose end is to be told from now on
	Count    int              `json:"count,omitzero"`  // how many it speaks of
	Groups   []Group          `json:"groups,omitzero"` // of a digest or summary: what it speaks of
	Date     calendar.Date    `json:"date,omitzero"`   // of a digest
	State    State            `json:"state,omitzero"`
}

// Left is what is not told, and why.
type Left struct {
	Reason string   `json:"reason"`
	Alerts []uint64 `json:"alerts"`
}

// Group counts alerts of one unit and rung; of a summary those of one rung.
type Group struct {
	Unit  string `json:"unit,omitzero"`
	Rung  string `json:"rung"`
	Count int    `json:"count"`
}

// State is what a claim leaves to the next one of its chain.
type State struct {
	Hour   time.Time     `json:"hour,omitzero"`   // the hour of the clock that single messages are counted in
	Single int           `json:"single,omitzero"` // sent alone within it
	Held   []Group       `json:"held,omitzero"`   // not said yet
	Digest calendar.Date `json:"digest,omitzero"` // the last morning that was decided
	Muted  []uint64      `json:"muted,omitzero"`  // alerts, by sequence, that are to be decided again

	Told   []supervision.ID `json:"told,omitzero"`   // told and not over, after this claim; absent: Base lists them
	Base   uint64           `json:"base,omitzero"`   // the last claim before this one that lists them
	Behind int              `json:"behind,omitzero"` // how many claims after it this one comes
	Before supervision.ID   `json:"before,omitzero"` // of alerts up to this message it is not recorded who was told
}

// Status is what became of a claim.
type Status string

// Statuses. Never renamed.
const (
	Sent    Status = "sent"
	Failing Status = "failing" // it is tried again
	Dead    Status = "dead"    // given up
)

// Mark says what became of a claim. Its JSON form is stored.
type Mark struct {
	Notice   uint64    `json:"notice"` // sequence of the claim in NOTICES
	ID       string    `json:"id"`
	Receiver string    `json:"receiver"`
	Channel  Channel   `json:"channel"`
	Status   Status    `json:"status"`
	Tries    int       `json:"tries"`
	At       time.Time `json:"at"`
	Failure  Failure   `json:"failure,omitzero"`
}

// Again asks for a claim to be sent again. Its JSON form is stored.
type Again struct {
	Notice uint64 `json:"notice"`
}

// idSpace makes ids of claims: the same claim has the same id for ever.
var idSpace = uuid.MustParse("6f3c2f57-6c0e-4c62-9b57-1d0b0f2f6f5e")

// idOf returns the id of what is told to a receiver on a channel.
func idOf(t *Target, what string) string {
	return "msg_" + uuid.NewSHA1(idSpace, []byte(t.Receiver+"\x00"+string(t.Channel)+"\x00"+what)).String()
}
