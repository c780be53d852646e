package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
)

// logger hands the broker's lines to slog and keeps the first fatal one: the
// broker reports a failed start nowhere else.
type logger struct {
	to *slog.Logger

	mu    sync.Mutex // guards first: the broker logs from many goroutines
	first error
}

func newLogger(to *slog.Logger) *logger {
	if to == nil {
		to = slog.New(slog.DiscardHandler)
	}
	return &logger{to: to.With("component", "broker")}
}

func (l *logger) debug() bool {
	return l.to.Enabled(context.Background(), slog.LevelDebug)
}

func (l *logger) fatal() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.first
}

func (l *logger) Noticef(format string, values ...any) { l.line(slog.LevelDebug, format, values) }
func (l *logger) Warnf(format string, values ...any)   { l.line(slog.LevelWarn, format, values) }
func (l *logger) Errorf(format string, values ...any)  { l.line(slog.LevelError, format, values) }
func (l *logger) Debugf(format string, values ...any)  { l.line(slog.LevelDebug, format, values) }
func (l *logger) Tracef(format string, values ...any)  { l.line(slog.LevelDebug, format, values) }

func (l *logger) Fatalf(format string, values ...any) {
	l.mu.Lock()
	if l.first == nil {
		l.first = fmt.Errorf(format, values...)
	}
	l.mu.Unlock()
	l.line(slog.LevelError, format, values)
}

func (l *logger) line(level slog.Level, format string, values []any) {
	if ctx := context.Background(); l.to.Enabled(ctx, level) {
		l.to.Log(ctx, level, fmt.Sprintf(format, values...))
	}
}
