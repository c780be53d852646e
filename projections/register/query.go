package register

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

const (
	defaultLimit = 50
	maxLimit     = 1000
)

// Query asks for one page of a list.
type Query struct {
	Filter

	// Sort is "due", "received" or "code", with a "-" before it for the
	// descending order; empty means "due". Dossiers without the instant come
	// last in either order.
	Sort string

	Limit  int    // of dossiers on a page; 0 means 50, the most is 1000
	Cursor string // [Page.Next] of the page before; empty for the first
}

// sorts are the orders of a list.
var sorts = []string{"due", "received", "code", "-due", "-received", "-code"}

// ParseQuery reads a query: the words of [ParseFilter], and sort, limit and
// cursor.
func ParseQuery(get func(name string) string, now time.Time, loc *time.Location) (Query, error) {
	w := &Words{Get: get, Loc: loc}
	q := Query{Filter: w.filter(now), Sort: OneOf(w, "sort", sorts), Limit: w.limit(), Cursor: get("cursor")}
	if q.Cursor != "" {
		if _, ok := parseCursor(q.Cursor, q.order()); !ok {
			w.Refuse("cursor", "is not the next of a page in the order %q", q.order().String())
		}
	}
	return q, w.Err
}

func (w *Words) limit() int {
	value := w.Get("limit")
	if value == "" {
		return defaultLimit
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > maxLimit {
		w.Refuse("limit", "is not a number from 1 to %d", maxLimit)
	}
	return n
}

// order is how a list is sorted.
type order struct {
	by         string
	descending bool
}

func (q *Query) order() order {
	by, descending := strings.CutPrefix(q.Sort, "-")
	if by == "" {
		by = "due"
	}
	return order{by, descending}
}

func (o order) String() string {
	if o.descending {
		return "-" + o.by
	}
	return o.by
}

// key is a row's place in a list. The ordinal tells equal ones apart, so that
// the place is stable while dossiers arrive.
type key struct {
	rank    Instant // ascending in either order; Never where there is no instant
	code    domain.Code
	ordinal int
}

// rank returns the rank of an instant.
func (o order) rank(at Instant) Instant {
	if o.descending && at != Never {
		return -at
	}
	return at
}

// instants returns the column that the order is by; nil where it is by code.
func (o order) instants(c *Columns) []Instant {
	switch o.by {
	case "code":
		return nil
	case "received":
		return c.Received
	}
	return c.Due
}

// compare orders keys; the ordinal ascends in either order.
func (o order) compare(a, b key) int {
	switch {
	case a.rank != b.rank:
		return less(a.rank < b.rank)
	case a.code != b.code:
		return less((a.code < b.code) != o.descending)
	case a.ordinal != b.ordinal:
		return less(a.ordinal < b.ordinal)
	}
	return 0
}

func less(yes bool) int {
	if yes {
		return -1
	}
	return +1
}

// cursor prints the key of the last dossier of a page, for the machine alone.
func (o order) cursor(k key) string {
	missing, at := "", o.rank(k.rank) // of a rank it is the instant
	if at == Never {
		missing, at = "none", 0
	}
	plain := strings.Join([]string{o.String(), missing, strconv.FormatInt(int64(at), 36), strconv.Itoa(k.ordinal), string(k.code)}, " ")
	return base64.RawURLEncoding.EncodeToString([]byte(plain))
}

// parseCursor reads what cursor printed; not ok for anything else, and for the
// cursor of another order.
func parseCursor(s string, o order) (k key, ok bool) {
	plain, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(plain), " ")
	if err != nil || len(parts) != 5 || parts[0] != o.String() {
		return key{}, false
	}
	at, errAt := strconv.ParseInt(parts[2], 36, 64)
	ordinal, errOrdinal := strconv.Atoi(parts[3])
	k = key{rank: o.rank(Instant(at)), ordinal: ordinal, code: domain.Code(parts[4])}
	if parts[1] == "none" {
		k.rank = Never
	}
	return k, errAt == nil && errOrdinal == nil
}
