package notice

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"syscall"
)

// Failure is why something was not delivered: a stable word. It never holds an
// address, an answer's text or anything else of the other side, so that it can be
// stored and logged.
type Failure string

// Failures that both ways have in common.
const (
	FailureTimeout     Failure = "time-out"
	FailureUnreachable Failure = "unreachable"
	FailureCutOff      Failure = "cut-off" // the connection ended too early
	FailureTLS         Failure = "tls"
	FailureNoAddress   Failure = "no-address" // no such receiver in the engine's file
	FailureOther       Failure = "other"
)

func (f Failure) Error() string { return string(f) }

// FailureOf returns the word for an error of the network; errors that are a word
// already stay as they are.
func FailureOf(err error) Failure {
	if f, ok := errors.AsType[Failure](err); ok {
		return f
	}
	var network net.Error
	var refused *net.OpError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return FailureTimeout
	case errors.As(err, &certificate), errors.As(err, &record):
		return FailureTLS
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return FailureCutOff
	case errors.As(err, &refused):
		return FailureUnreachable
	}
	return FailureOther
}
