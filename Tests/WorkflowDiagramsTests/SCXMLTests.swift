import CaseCore
import OrderedCollections
import Testing
import WorkflowDiagrams

@Suite struct SCXMLTests {
  @Test(arguments: try Subject.all)
  func everyStateAndArrowOfEveryMachine(subject: Subject) throws {
    for (key, machine) in subject.workflow.machines {
      let tree = try tree(of: subject, machine: key)
      let states = tree.elements("state") + tree.elements("final")
      for (name, state) in machine.states {
        let element = states.first { $0.attributes["id"] == name }
        #expect(element?.attributes["c:label"] == state.label)
        #expect(element?.name == (state.isFinal ? "final" : "state"))
      }
      let drawn = tree.elements("transition").map { ($0.attributes["target"], $0.attributes["c:label"]) }
      for start in machine.starts {
        let label = machine.commands[start.command]?.label
        #expect(drawn.contains { $0 == (start.transition.target, label) }, "\(key): \(start.command)")
      }
      for edge in machine.edges { #expect(drawn.contains { $0 == (edge.to, edge.label) }, "\(key): \(edge)") }
    }
  }

  /// What the Recommendation asks for beyond what a parser sees.
  @Test(arguments: try Subject.all)
  func itIsValid(subject: Subject) throws {
    for key in subject.workflow.machines.keys {
      let tree = try tree(of: subject, machine: key)
      let root = try #require(tree.elements.first)
      #expect(root.name == "scxml" && root.attributes["xmlns"] == "http://www.w3.org/2005/07/scxml")
      #expect(root.attributes["version"] == "1.0" && root.attributes["datamodel"] == "null")
      let ids = (tree.elements("state") + tree.elements("final")).compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count)
      #expect(ids.contains(root.attributes["initial"] ?? ""))
      for transition in tree.elements("transition") {
        if let target = transition.attributes["target"] { #expect(ids.contains(target)) }
        #expect(transition.parent == "state" && transition.attributes["cond"] == nil)
        #expect((transition.attributes["event"] ?? "a").wholeMatch(of: /[a-z0-9-]+(\.[a-z0-9-]+)*/) != nil)
      }
      let sent = Set(tree.elements("send").compactMap { $0.attributes["id"] })
      for send in tree.elements("send") { #expect((send.attributes["delay"] ?? "").wholeMatch(of: /\d+s/) != nil) }
      for cancel in tree.elements("cancel") { #expect(sent.contains(cancel.attributes["sendid"] ?? "")) }
    }
  }

  @Test func aDeadlineRunsOnOverItsStates() throws {
    let tree = try tree(of: Subject.small, machine: "aanvraag")
    let delays = tree.elements("send").filter { $0.attributes["event"] == "termijn.beslistermijn" }
    // From the start, and again by the command that restarts it, in each of its two states.
    #expect(delays.map { $0.attributes["delay"] } == Array(repeating: "\(8 * 7 * 86_400)s", count: 3))
  }

  private func tree(of subject: Subject, machine: String) throws -> XMLTree {
    try XMLTree(WorkflowDiagram(subject.workflow, machine: machine).drawn(as: .scxml))
  }
}
