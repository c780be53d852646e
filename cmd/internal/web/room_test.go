package web_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
	"github.com/hoso-engine/dossier/domain"
)

// While eight of the largest bodies are being decided, another one is told to come
// again; when they are, it is taken.
func TestMoreThanThereIsRoomForIsBusy(t *testing.T) {
	deciding, free := make(chan struct{}, 16), make(chan struct{})
	s := open(t, &inquirytest.Engine{Before: func(context.Context, []domain.Parsed) { deciding <- struct{}{}; <-free }}, web.Options{MaxBody: 4 << 10})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if res, answer := s.post(t, single, inquirytest.Received("1", code)); res.StatusCode != http.StatusCreated {
				t.Errorf("one that there is room for is answered with %d %s", res.StatusCode, answer)
			}
		})
		<-deciding
	}
	res, answer := s.post(t, single, inquirytest.Received("2", code))
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") != "1" || !strings.Contains(answer, `"code":"busy"`) {
		t.Errorf("the ninth is answered with %d, retry after %q: %s", res.StatusCode, res.Header.Get("Retry-After"), answer)
	}
	close(free)
	all.Wait()
	if res, _ := s.post(t, single, inquirytest.Received("3", code)); res.StatusCode != http.StatusCreated {
		t.Errorf("when there is room again it is answered with %d", res.StatusCode)
	}
}
