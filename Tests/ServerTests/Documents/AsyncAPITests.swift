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
    var present: Set<String> = []
    for path in ShippedWorkflows.folders {
      present.formUnion(try WorkflowFolder.load(path).workflow.eventTypes.map { "casus.\($0)" })
    }
    // Cases on a former version have those still, and the page says of which version they are the last.
    let past = try Self.formerTypes().subtracting(present)
    let ended = page.matches(
      of: #/\n      name: nl\.casusregie\.(\S+)\n.*\n      x-werkstroom: .*\n      x-werkstroom-tot: \d/#
    )
    #expect(Set(ended.map { String($0.output.1) }) == past && past.contains("casus.niet-behandeld"))
    types.formUnion(present.union(past))
    #expect(Set(named) == Set(types.map { "nl.casusregie.\($0)" }) && named.count == types.count)
  }

  /// Of the versions that a release had and that are kept for it.
  private static func formerTypes() throws -> Set<String> {
    let folder = ShippedWorkflows.former
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.reduce(into: []) { types, file in
      let workflow = try WorkflowFile.load(String(contentsOf: file, encoding: .utf8), name: file.lastPathComponent)
      types.formUnion(workflow.eventTypes.map { "casus.\($0)" })
    }
  }
}
