import CaseCore
import Foundation
import HTTPTypes
import LocalTime
import OrderedCollections
import Testing

/// The small process with a term in hours beside the one in days, which is warned of and stands still once it is granted.
enum TermWorkflow {
  static func workflow() throws -> Workflow {
    var workflow = LoanWorkflow.workflow
    workflow.machines["uitleen"]?.deadlines["beslissen"]?.states.append("verleend")
    workflow.machines["uitleen"]?.deadlines["beslissen"]?.suspendedIn = ["verleend"]
    workflow.machines["uitleen"]?.deadlines["beslissen"]?.warnings = [
      .init(before: try Length(2, .days), roles: ["keurder"])
    ]
    workflow.machines["uitleen"]?.deadlines["bellen"] = Deadline(
      label: "Terugbellen",
      term: .length(try DeadlineRule(length: Length(36, .hours), kind: .hours)),
      source: "Beleid",
      ground: "wet",
      states: ["ontvangen"],
      expiry: .escalate,
      roles: ["balie"]
    )
    return workflow
  }

  /// What a calendar must not tell: how anything in the workflow is called, but for phases and deadlines.
  static func words() throws -> [String] {
    let workflow = try workflow()
    let machines = workflow.machines.values.flatMap { machine in
      machine.commands.flatMap { [$0.key, $0.value.label] } + [machine.label]
    }
    return machines + [workflow.key, workflow.label] + workflow.roles.flatMap { [$0.key, $0.value.label] }
  }
}

extension TestAPI {
  /// A desk whose cases have a term in hours, and one in days that is warned of and can stand still.
  static func withTerms() async throws -> TestAPI { try await TestAPI(workflow: TermWorkflow.workflow()) }

  /// The list of deadlines for someone.
  func deadlines(_ query: String = "", as actor: Actor) async throws -> [Node] {
    let reply = try await send(.get, "/v1/termijnen" + (query.isEmpty ? "" : "?\(query)"), as: actor)
    #expect(reply.status == 200, "\(reply.text)")
    return reply["termijnen"].items
  }

  /// Their names in order, each with its child.
  func deadlineNames(_ query: String = "", as actor: Actor) async throws -> [String] {
    try await deadlines(query, as: actor).map { deadline in
      (deadline["onderdeel"].text.map { "\($0)/" } ?? "") + (deadline["sleutel"].text ?? "-")
    }
  }

  func advance(days: Int64) async throws { _ = try await clock.advance(microseconds: days * 86_400_000_000) }

  /// Brings a case of the desk's to where its term stands still.
  func grant(_ address: String) async throws {
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    let replies = [
      try await command(vote, to: address + "/opdrachten", as: Self.counter),
      try await command(vote, to: onlyCase(of: Self.judge) + "/opdrachten", as: Self.judge),
      try await command(#"{"opdracht":"verlenen"}"#, to: address + "/opdrachten", as: Self.counter),
    ]
    #expect(replies.map(\.status) == [200, 200, 200], "\(replies.map(\.text))")
  }
}
