package report
import ("testing";"runtime";"path/filepath";"time";"fmt";"os";"strings")
func BenchmarkTen(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "run")
	writeBenchJournal(b, dir, 10_000_000)
	runtime.GC()
	t := time.Now()
	if _, err := Render(dir); err != nil { b.Fatal(err) }
	fmt.Println("render", time.Since(t))
	t = time.Now()
	if _, err := Load(dir); err != nil { b.Fatal(err) }
	fmt.Println("load", time.Since(t))
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("heapsys", m.HeapSys>>20, "sys", m.Sys>>20)
	s, _ := os.ReadFile("/proc/self/status")
	for _, l := range strings.Split(string(s), "\n") { if strings.HasPrefix(l, "VmHWM") { fmt.Println(l) } }
}
