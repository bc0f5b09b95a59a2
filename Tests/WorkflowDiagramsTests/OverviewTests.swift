import CaseCore
import Foundation
import OrderedCollections
import Testing
import WorkflowDiagrams

@Suite struct OverviewTests {
  @Test(arguments: try Subject.all)
  func thePhasesOfTheRootMachineAndOneArrowAPair(subject: Subject) throws {
    let root = try #require(subject.workflow.rootMachine)
    let tree = try XMLTree(WorkflowDiagram(subject.workflow).overview())
    let states = tree.elements("g").filter { $0.attributes["class"] == "state" }.compactMap { $0.attributes["id"] }
    #expect(states == root.states.keys.map { "\(subject.workflow.root).\($0)" })
    let arrows = tree.elements("g").filter { $0.attributes["class"] == "arrow" }.compactMap { $0.attributes["id"] }
    #expect(Set(arrows).count == arrows.count)
    for state in root.firstStates where state != root.initial {
      #expect(arrows.contains("\(subject.workflow.root).begin--\(state)"))
    }
    for edge in root.edges { #expect(arrows.contains("\(subject.workflow.root).\(edge.from)--\(edge.to)")) }
    for state in root.states.values { #expect(tree.words.contains(state.label.filter { !$0.isWhitespace })) }
    let svg = try #require(tree.elements.first)
    #expect(svg.attributes["width"] == "850")
  }

  /// The letters of a typewriter are the widest that are usual; and a renderer that heeds `textLength` has that.
  @Test(arguments: try Subject.all)
  func textStaysInItsBox(subject: Subject) throws {
    let tree = try XMLTree(WorkflowDiagram(subject.workflow).overview())
    var box = (left: 0.0, right: 850.0)
    var inBoxes = 0
    for (element, text) in zip(tree.elements, tree.texts) {
      if element.name == "g" { box = (0, 850) }
      if element.name == "rect", element.parent == "g", let x = number("x", element),
        let width = number("width", element)
      {
        box = width > 100 ? (x, x + width) : (0, 850)
      }
      guard element.name == "text" else { continue }
      let x = try #require(number("x", element))
      let typed = Double(text.count) * 0.61 * (try #require(number("font-size", element)))
      let set = try #require(number("textLength", element))
      #expect(x > box.left && x + max(typed, set) < box.right, "\(text)")
      if box.right < 850 { inBoxes += 1 }
    }
    #expect(inBoxes >= subject.workflow.rootMachine?.states.count ?? 1)
  }

  @Test func theUsualWay() throws {
    let ways = [
      "pga-radicalisering": [
        "signalering", "weging", "notificatie", "doelen", "interventies", "monitoring", "afsluiting", "afgesloten",
        "vernietigingslijst", "vernietiging", "vernietigd",
      ],
      "aanvraag-omgevingsvergunning": [
        "ontvangen", "toetsing", "volledig", "overdracht", "in-behandeling", "besloten", "vernietigingslijst",
        "vernietiging-bevestigen", "vernietigd",
      ],
      "small": ["nieuw", "verleend"],
    ]
    for subject in try Subject.all {
      guard let way = ways[subject.testDescription] else { continue }
      let drawn = try WorkflowDiagram(subject.workflow).overview()
      let thick = drawn.split(separator: "\n").filter {
        $0.contains("marker-end=\"url(#head-main") && $0.contains("--")
      }
      let steps = Set(thick.compactMap { $0.firstMatch(of: /id="[^".]*\.([^"]*)"/).map { String($0.output.1) } })
      #expect(steps == Set(zip(way, way.dropFirst()).map { "\($0)--\($1)" }), "\(subject.testDescription)")
    }
  }

  @Test func theSameWorkflowGivesTheSameBytes() throws {
    #expect(try WorkflowDiagram(Permit.workflow).overview() == WorkflowDiagram(Permit.workflow).overview())
  }

  @Test func textsOfTheSheetSayHowWideTheyAre() throws {
    let tree = try XMLTree(WorkflowDiagram(Permit.workflow).drawn(as: .svg))
    #expect(!tree.elements("text").isEmpty)
    #expect(tree.elements("text").allSatisfy { number("textLength", $0) ?? 0 > 0 })
  }

  private func number(_ name: String, _ element: XMLTree.Element) -> Double? {
    element.attributes[name].flatMap { Double($0) }
  }
}
