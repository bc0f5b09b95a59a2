import CaseCore
import CaseDoor
import Foundation
import LocalTime
import OrderedCollections
import Outbox
import Postgres
import StoreBase
import TestOffice
import Testing

@testable import Simulation

/// The same histories through the door of the store: what stands in the outbox, and what is given to who asks again, is what the projection
/// of the rights predicts.
@Suite struct StoredStreamTests {
  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["WALK_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...(1 << 40))
  private static let actors = [Office.clerk, Office.reviewer, Office.adviser, Office.applicant, Office.worker]

  @Test func theOutboxIsWhatIsPredicted() async throws {
    let office = try await Office()
    let organisations = Self.actors.map {
      Organisation(number: $0.organisation, name: "Test", region: "oost", roles: $0.roles)
    }
    var histories = Histories(PermitWorkflow.workflow, organisations: organisations, seed: Self.seed)
    var predicted: [String: [String]] = [:]
    var entries = 0
    for _ in 0..<30 {
      let (caseID, commands) = try await Self.play(histories.next(steps: 30), in: office)
      guard let caseID else { continue }
      let told = try await Self.predict(caseID, commands, histories.environment, office)
      entries += told.count
      let isDestroyed = try await office.count("select count(*) from destruction where case_id = \(caseID)") == 1
      for (organisation, event) in told.flatMap(\.self) {
        let type = isDestroyed ? "nl.casusregie.vervallen" : "nl.casusregie.casus.\(event)"
        let alias = isDestroyed ? "" : office.keyring.alias(of: caseID, for: organisation).uuidString.lowercased()
        predicted[organisation, default: []].append("\(type) \(alias)")
      }
    }
    #expect(entries > 60, "seed \(Self.seed)")
    for actor in Self.actors {
      let given = try await Self.askAgain(actor.organisation, office)
      #expect(given == predicted[actor.organisation] ?? [], "seed \(Self.seed): \(actor.roles)")
    }
  }

  /// Gives the commands of a history, with as much time between them. Timers that are due by then fire with the next command.
  /// - Returns: the case, and the commands that were accepted.
  private static func play(_ history: History, in office: Office) async throws -> (UUID?, [Command]) {
    var caseID: UUID?
    var accepted: [Command] = []
    var last = history.moves.first?.at
    for move in history.moves {
      let passed = last.map { move.at.microseconds(since: $0) } ?? 0
      if passed > 0 { _ = try await office.clock.advance(microseconds: passed) }
      last = move.at
      guard case .command(_, let actor) = move.command.cause else { continue }
      let target: Submission.Target =
        try await caseID == nil ? .newCase(workflow: "permit") : .alias(office.aliasOf(caseID ?? UUID(), for: actor))
      let answer = try await office.door.submit(Submission(target: target, command: move.command, id: nil))
      guard case .accepted = answer else { continue }
      accepted.append(move.command)
      if caseID == nil { caseID = try await office.caseID(answer.alias) }
    }
    return (caseID, accepted)
  }

  /// Follows the journal of a case, and holds each entry and its events against what is predicted.
  /// - Returns: for each entry what was predicted, in no order.
  private static func predict(
    _ caseID: UUID,
    _ commands: [Command],
    _ environment: Environment,
    _ office: Office
  ) async throws -> [[(String, String)]] {
    var (projection, rest) = (Projection(environment.workflow), commands[...])
    var instance: Case?
    var all: [[(String, String)]] = []
    for row in try await office.journal(of: caseID) {
      let command: Command?
      if let timer = row.timer {
        let name = row.fullName
        let generation = instance?.instance(name.child)?.deadlines[name.name]?.generation ?? 0
        command = Command(cause: .deadline(name, generation: generation, timer: timer))
      } else {
        command = rest.popFirst()
      }
      let given = try #require(command, "seed \(seed): an entry that nobody made")
      let step = try #require(Step(given, at: row.recordedAt, on: instance, in: environment), "seed \(seed)")
      #expect(row.from == step.decision.entry.from && row.to == step.decision.entry.to, "seed \(seed)")
      instance = step.after
      let told = projection.take(step)
      let stored = try await office.list(
        "select organisation || ' ' || event from outbox where case_id = \(caseID) and revision = \(row.revision)",
        as: String.self
      )
      #expect(stored.sorted() == told.map { "\($0) \($1)" }.sorted(), "seed \(seed): \(given.cause)")
      all.append(told.map { ($0.key, $0.value) })
    }
    #expect(rest.isEmpty, "seed \(seed)")
    return all
  }

  /// All that an organisation was told, once the broker has it, as it is given again.
  private static func askAgain(_ organisation: String, _ office: Office) async throws -> [String] {
    let relay = RelayStore(office.pool)
    while let lease = try await relay.claim() {
      let events = try await relay.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      try await relay.release(lease, confirmed: events.last?.sequence ?? lease.confirmed)
    }
    struct Event: Decodable {
      let type: String
      let subject: String?
    }
    let source = EventSource(operatorNumber: "00000099000000000000", baseURL: "https://casusregie.example")
    let history = EventHistory(office.pool, from: source)
    var (all, next): ([String], Int64) = ([], 1)
    while true {
      let page = try await history.events(of: organisation, from: next, to: .max)
      guard let last = page.last else { return all }
      all += try page.map { event in
        let event = try JSONDecoder().decode(Event.self, from: Data(event.json))
        return "\(event.type) \(event.subject ?? "")"
      }
      next = last.number + 1
    }
  }
}
