package main

import (
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
)

// deliveryFlags say who is told of alerts outside, and how.
type deliveryFlags struct {
	Receivers    string        `help:"File of those who are told of alerts by webhook and mail." placeholder:"FILE" type:"path" env:"DOSSIER_RECEIVERS"`
	Trust        string        `help:"Certificates (PEM) that the servers of receivers and mail may be vouched for by, besides the system's." placeholder:"FILE" type:"path" env:"DOSSIER_TRUST"`
	Heartbeat    time.Duration `help:"How often the engine says that it lives." default:"1m" env:"DOSSIER_HEARTBEAT"`
	SMTPHost     string        `name:"smtp-host" help:"SMTP server that mails go through." placeholder:"HOST" env:"DOSSIER_SMTP_HOST"`
	SMTPPort     int           `name:"smtp-port" help:"Its port; 0 for the usual one: 587 with starttls, 465 with tls, 25 with none." default:"0" env:"DOSSIER_SMTP_PORT"`
	SMTPSecurity mail.Security `name:"smtp-security" help:"starttls, tls, or none inside a closed network." enum:"starttls,tls,none" default:"starttls" env:"DOSSIER_SMTP_SECURITY"`
	SMTPFrom     string        `name:"smtp-from" help:"Address that mails come from." placeholder:"ADDRESS" env:"DOSSIER_SMTP_FROM"`
	SMTPUser     string        `name:"smtp-user" help:"User there; empty for none." placeholder:"NAME" env:"DOSSIER_SMTP_USER"`
	SMTPPassword string        `name:"smtp-password" help:"The user's password. Give it by the environment: everybody sees flags." placeholder:"SECRET" env:"DOSSIER_SMTP_PASSWORD"`
}

func (f *deliveryFlags) deliver(o *app.Options) {
	o.Receivers, o.Trust, o.Heartbeat = f.Receivers, f.Trust, f.Heartbeat
	o.SMTP = mail.Options{
		Host: f.SMTPHost, Port: f.SMTPPort, Security: f.SMTPSecurity,
		From: f.SMTPFrom, Username: f.SMTPUser, Password: f.SMTPPassword,
	}
}
