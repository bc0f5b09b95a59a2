import CaseCore
import Foundation
import OrderedCollections
import Outbox
import StrictJSON
import TestServices
import Testing
import WorkflowFiles

/// `docs/asyncapi.yaml` itself. That messages are as it says, the stories show, and the tests of the inbox.
@Suite("The description of what goes over queues") struct AsyncAPITests {
  @Test("It is AsyncAPI 3.0, its schemas are JSON Schema, and each part of it is used") func valid() async throws {
    let report = try JSONReader.read(Array(try await AsyncAPIChecker.run("document")))
    #expect(report["faults"] == .array([]))
  }

  @Test("It has every type of message there is, and no other") func types() throws {
    let page = try String(contentsOf: Program.root.appending(path: "docs/asyncapi.yaml"), encoding: .utf8)
    let named = page.matches(of: #/\n      name: (nl\.casusregie\.\S+)/#).map { String($0.output.1) }
    var types = Set(["geven", "beginnen", "afgehandeld", "onleesbaar"].map { "opdracht.\($0)" })
      .union(["vraag.stellen", "vraag.beantwoord", "ontvangst.bevestigen", "stand", "vervallen"])
    for kind in AlarmStore.Kind.allCases {
      types.formUnion(["alarm.\(kind.rawValue)", "alarm.\(kind.rawValue).opgeheven"])
    }
    for path in Partners.workflows {
      types.formUnion(try WorkflowFolder.load(path).workflow.eventTypes.map { "casus.\($0)" })
    }
    #expect(Set(named) == Set(types.map { "nl.casusregie.\($0)" }) && named.count == types.count)
  }
}
