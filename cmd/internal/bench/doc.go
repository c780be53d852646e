// Package bench measures the engine: each subcommand of "dossier bench" is a
// function here. It runs an engine of its own, on a directory of its own, or
// drives one that is running, and returns a [Report].
//
// # How it measures
//
// What the engine does is measured beside what it could at best do: the same
// number of messages of the same size, with the same expectations and the same
// durability, published to a raw stream on the same broker; or the same log read
// by a consumer that only counts. Both are done in one run, in turn, and each run
// gives a ratio of its own; what is shown are the medians of the runs. Absolute
// figures are those of one machine at one time, the ratios carry over.
//
// # What it measures with
//
// Dossiers are those of the demonstration's plans: a provincial health department
// with its procedures, units and people. Large logs are not submitted: the plan is
// played in memory, by the domain's own rules and the alert ladder, and what comes
// of it is published in bulk. The log is the one that an engine would have
// written, hash chain and positions included. All of it is drawn from a seed.
package bench
