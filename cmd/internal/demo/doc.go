// Package demo plays ten months of a provincial health department in seconds:
// some 1,300 dossiers of 150 procedures, submitted through the NATS service that
// desk software uses, on an engine whose clock the play moves on. At the end it
// prints what the department would have to report, and serves.
//
// # How it is made
//
// A [Plan] is drawn from a seed: who hands in what, when, and how the dossier
// will be treated (a [Course]: "done with six tenths of its time used", "one
// working day late, with an apology"). It never says a due or a verdict: those
// are the engine's to answer. A story plays one course: it turns behaviour into
// instants when the answers come, each as an act on the agenda. The player takes
// the acts in the order of simulated time and moves the clock from one to the
// next, stopping at every rung of the alert ladder on the way, so that each is
// recorded at its instant.
//
// All of it is made up: procedures and codes are plausible, officers and
// applicants are opaque references, nobody is named.
package demo
