import LocalServices
import TestServices
import Testing

@Suite struct TestServicesTests {
  @Test func copiesOfATemplateStayApartAndItIsMadeOnce() async throws {
    let postgres = try await TestServices.postgres()
    let preparations = Signal(0)
    let fill: @Sendable (FreshDatabase) async throws -> Void = { database in
      preparations.update { $0 += 1 }
      try await postgres.psql("CREATE TABLE kept AS SELECT 42 AS answer", database: database.name)
    }
    async let one = TestServices.freshDatabase(template: "template_of_this_test", prepare: fill)
    async let other = TestServices.freshDatabase(template: "template_of_this_test", prepare: fill)
    let names = try await (one.name, other.name)
    try await postgres.psql("DELETE FROM kept", database: names.0)
    #expect(try await postgres.psql("TABLE kept", database: names.1) == "42")
    #expect(preparations.value == 1)
  }

  @Test func everyVirtualHostIsNew() async throws {
    let (one, other) = try await (TestServices.freshVhost(), TestServices.freshVhost())
    #expect(one != other)
    let known = try await TestServices.broker().manage("GET", "/api/vhosts/\(other)")
    #expect(known.contains(other))
  }

  @Test func signalWakesWhenTheConditionIsMet() async throws {
    let signal = Signal(0)
    async let reached = signal.wait(for: "three") { $0 >= 3 }
    for _ in 1...3 { signal.update { $0 += 1 } }
    #expect(try await reached == 3)
    #expect(try await signal.wait(for: "what is so already") { $0 == 3 } == 3)
  }

  @Test func waitInVainNamesWhatItWaitedFor() async {
    let failure = await #expect(throws: WaitedInVain.self) {
      try await Signal(1).wait(for: "the impossible", limit: .milliseconds(1)) { $0 == 2 }
    }
    #expect(failure?.description.contains("the impossible") == true)
    await #expect(throws: WaitedInVain.self) { try await waitFor("nothing", limit: .zero) { false } }
  }

  @Test func cancelledWaitEnds() async {
    let waiting = Task { try await Signal(1).wait(for: "the impossible", limit: .seconds(600)) { $0 == 2 } }
    waiting.cancel()
    await #expect(throws: WaitedInVain.self) { try await waiting.value }
  }
}
