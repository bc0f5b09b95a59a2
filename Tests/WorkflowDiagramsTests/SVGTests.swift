import CaseCore
import OrderedCollections
import Testing
import WorkflowDiagrams

@Suite struct SVGTests {
  @Test(arguments: try Subject.all)
  func everyStateAndArrowOfEveryMachine(subject: Subject) throws {
    let tree = try XMLTree(WorkflowDiagram(subject.workflow).drawn(as: .svg))
    let ids = tree.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for (key, machine) in subject.workflow.machines {
      for (name, state) in machine.states {
        #expect(ids.contains("\(key).\(name)"))
        #expect(tree.words.contains(words(state.label)), "\(key): state \(name)")
      }
      for state in machine.firstStates { #expect(ids.contains("\(key).begin--\(state)")) }
      for edge in machine.edges {
        #expect(ids.contains("\(key).\(edge.from)--\(edge.to)"), "\(key): \(edge)")
        #expect(tree.words.contains(words(edge.label)))
      }
    }
  }

  @Test func theSameWorkflowGivesTheSameBytes() throws {
    let workflow = try Permit.workflow
    for format in DiagramFormat.allCases {
      #expect(try WorkflowDiagram(workflow).drawn(as: format) == WorkflowDiagram(workflow).drawn(as: format))
    }
  }

  @Test func oneMachine() throws {
    let tree = try XMLTree(WorkflowDiagram(Permit.workflow, machine: "advies").drawn(as: .svg))
    let ids = tree.elements.compactMap { $0.attributes["id"] }
    #expect(ids.contains("advies.open") && !ids.contains("aanvraag.nieuw"))
  }

  @Test func aMachineThatIsNotThere() throws {
    #expect(throws: DiagramError.unknownMachine("besluit", known: ["aanvraag", "advies"])) {
      try WorkflowDiagram(Permit.workflow, machine: "besluit")
    }
  }

  private func words(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
