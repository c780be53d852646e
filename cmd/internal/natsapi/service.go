package natsapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
)

const (
	// inHandBytes is what requests in hand may take at most, submits and
	// queries apart.
	inHandBytes = 64 << 20

	// patience is how long a request waits for room before it is answered with
	// busy.
	patience = 100 * time.Millisecond

	// submitWithin and queryWithin bound one request. A desk that waits for less
	// may ask again: its events are known by their ids.
	submitWithin = time.Minute
	queryWithin  = 5 * time.Second

	// lastAnswers is how long requests that were cut short by [Service.Stop]
	// have to say so.
	lastAnswers = time.Second
)

// Options are the service's choices. The zero value of every field is a working
// default.
type Options struct {
	// Version is the engine's, as discovery shows it.
	Version string
	// Logger receives the failures of the engine and of the connection; nil
	// discards them.
	Logger *slog.Logger
	// MaxInFlight is how many submits, and how many queries, are in hand at
	// most; large ones count for several. 0: 256.
	MaxInFlight int
	// QueryWithin bounds a query's wait for its min_position. 0: 5 s.
	QueryWithin time.Duration
	// Notices answers what receivers of alerts were told; nil: nobody keeps it.
	Notices Notices
	// Now is the instant of queries that name none. nil: time.Now.
	Now func() time.Time
}

// Service answers desks until it is stopped.
type Service struct {
	nc      *nats.Conn
	engine  inquiry.Engine
	options Options
	log     *slog.Logger
	micro   micro.Service
	before  int // subscriptions of the connection without those of the service
	submits *bound
	queries *bound
	order   *order
	figures map[string]*figures // by endpoint; never changed after Serve
	inHand  *inHand
}

// Serve starts the service on the connection, which remains the caller's and
// must outlive it. The caller ends the service with [Service.Stop].
func Serve(nc *nats.Conn, engine inquiry.Engine, o Options) (*Service, error) {
	o.MaxInFlight = cmp.Or(o.MaxInFlight, 256)
	o.QueryWithin = cmp.Or(o.QueryWithin, queryWithin)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		nc: nc, engine: engine, options: o, before: nc.NumSubscriptions(),
		log:     o.Logger.With("component", "natsapi"),
		submits: newBound(o.MaxInFlight, inHandBytes, patience),
		queries: newBound(o.MaxInFlight, inHandBytes, patience),
		order:   newOrder(), figures: make(map[string]*figures), inHand: newInHand(),
	}
	if err := s.listen(); err != nil {
		return nil, fmt.Errorf("natsapi: %w", err)
	}
	return s, nil
}

// listen registers the service and its endpoints.
func (s *Service) listen() error {
	endpoints := s.endpoints()
	for _, e := range endpoints {
		s.figures[e.name] = &figures{}
	}
	service, err := micro.AddService(s.nc, micro.Config{
		Name: "dossiers", Version: semver(s.options.Version),
		Description:  "Takes what happened to dossiers, decides, and answers questions about them.",
		StatsHandler: func(e *micro.Endpoint) any { return s.figures[e.Name].snapshot() },
		ErrorHandler: func(_ micro.Service, err *micro.NATSError) {
			s.log.Warn("the connection reports an error", "subject", err.Subject, "error", err.Description)
		},
	})
	if err != nil {
		return err
	}
	s.micro = service
	for _, e := range endpoints {
		err := service.AddEndpoint(e.name, e.handler, micro.WithEndpointSubject("dossiers.v1."+e.name))
		if err != nil {
			return errors.Join(err, service.Stop())
		}
	}
	return s.nc.Flush() // the server knows the endpoints before a desk asks
}

var versionPattern = regexp.MustCompile(`^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$`)

// semver returns the version as the micro protocol wants it; 0.0.0 for a build
// that has none.
func semver(version string) string {
	version = strings.TrimPrefix(version, "v")
	if !versionPattern.MatchString(version) {
		return "0.0.0"
	}
	return version
}

// Stop takes no more requests and returns when those in hand are answered. When
// ctx ends first they are cut short, their desks are told to ask again, and
// Stop returns the context's error.
func (s *Service) Stop(ctx context.Context) error {
	err := s.micro.Stop()
	if err == nil {
		s.drained(ctx)
	}
	err = errors.Join(err, s.inHand.close(ctx))
	if !s.nc.IsClosed() {
		err = errors.Join(err, s.nc.FlushTimeout(lastAnswers)) // the answers are on their way
	}
	if err != nil {
		return fmt.Errorf("natsapi: stopping: %w", err)
	}
	return nil
}

// drained waits until the requests that had reached this process before the
// server was told to send no more have reached their handlers. The library
// keeps that to itself, but drops a subscription when it is so; one that comes
// later all the same is told to ask again.
func (s *Service) drained(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for s.nc.NumSubscriptions() > s.before && !s.nc.IsClosed() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
