import CaseCore
import DutchMessages
import OrderedCollections
import Synchronization
import Testing
import WorkflowFiles

/// The permit as it is shipped, of which the eight weeks are over and nobody was told.
@Suite struct ClockFirstTests {
  @Test func nothingMoreIsAskedOfTheApplicantWhenTheTermIsOver() throws {
    let path = try #require(Shipped.workflows.first { $0.hasSuffix("omgevingsvergunning") })
    let (workflow, folder) = (try WorkflowFolder.load(path).workflow, try ScenarioFolder(path))
    let last = Mutex<Case?>(nil)
    let scenario = try folder.scenario("tot-toetsing")
    let failures = ScenarioRun.failures(of: scenario, workflow: workflow, calendar: .standard) { attempt in
      if case .accepted(let decision) = attempt.outcome { last.withLock { $0 = decision.result } }
    }
    let instance = try #require(failures.isEmpty ? last.withLock(\.self) : nil)
    let decider = Decider(
      workflow: workflow,
      directory: Directory(folder.organisations.values),
      calendar: .standard,
      now: try Instant(rfc3339: "2026-03-12T09:00:00+01:00")
    )
    let municipality = try #require(folder.organisations["gemeente"]).number
    let ask = Command(
      cause: .command(
        name: "aanvulling-vragen",
        by: Actor(subject: "intake", organisation: municipality, roles: ["intake"])
      ),
      fields: [
        "ontbreekt": .string("De tekening."), "waarom-nodig": .string("Die is nodig."),
        "hersteltermijn-tot": .string("2026-04-01"),
      ]
    )
    // On the case as it was last written it would be accepted: so the clock goes first.
    guard case .accepted = decider.decide(ask, on: instance) else { throw Unexpected() }
    let clock = decider.catchUp(instance)
    #expect(
      clock.map(\.entry.cause).contains {
        if case .deadline("beslistermijn-regulier", _, _) = $0 { true } else { false }
      }
    )
    guard case .refused(.notNow(let rules, _)) = decider.decide(ask, on: clock.last?.result) else { throw Unexpected() }
    #expect(rules.contains { $0.dutch.hasPrefix("De beslistermijn is verstreken") })
  }

  private struct Unexpected: Error {}
}
