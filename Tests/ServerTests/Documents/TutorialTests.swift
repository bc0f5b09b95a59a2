import CaseCore
import Foundation
import OrderedCollections
import TestServices
import Testing
import WorkflowFiles

/// What the pages say of the workflows is so, and what they tell people to write in a workflow can be read.
@Suite struct TutorialTests {
  private static let permit = "workflows/aanvraag-omgevingsvergunning/workflow.yaml"

  /// The pieces of «Try it», each put where the page says, as they stand there.
  @Test func theTutorialMakesASoundWorkflow() throws {
    let pieces = try Document("workflows/README.md").blocks.filter { $0.language == "yaml" }.prefix(4)
    let texts = pieces.map { $0.lines.joined(separator: "\n") + "\n" }
    try #require(texts.count == 4)
    var file = try String(contentsOf: Program.root.appending(path: Self.permit), encoding: .utf8)
    try Self.insert(texts[0], behind: ["\nroles:\n"], in: &file)
    try Self.insert(texts[1], behind: ["\n  aanvraag:\n", "\n    commands:\n"], in: &file)
    try Self.insert(texts[2], behind: ["\n      in-behandeling:\n", "\n        on:\n"], in: &file)
    try Self.insert(texts[3], behind: ["\n    states:\n"], in: &file)
    let workflow = try WorkflowFile.load(file, name: "workflow.yaml")
    #expect(workflow.rootMachine?.states["welstand"]?.on["welstand-adviseren"] != nil)
    #expect(workflow.rootMachine?.states["in-behandeling"]?.on["welstand-vragen"]?.first?.target == "welstand")
  }

  /// Behind the last of the texts, each looked for behind the one before.
  private static func insert(_ text: String, behind marks: [String], in file: inout String) throws {
    var place = file.startIndex
    for mark in marks { place = try #require(file[place...].range(of: mark)?.upperBound) }
    file.insert(contentsOf: text, at: place)
  }

  /// Every type of event is on the page, and no other.
  @Test(arguments: ShippedWorkflows.names)
  func theTypesOfEventsAreOnThePage(_ name: String) throws {
    let file = try WorkflowFolder.load("\(ShippedWorkflows.root)/\(name)")
    let engine = Workflow.engineEvents
    let page = try String(contentsOf: Program.root.appending(path: "docs/events.md"), encoding: .utf8)
    for type in engine { #expect(page.contains("`\(type)`"), "\(type)") }
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `\(name)` |") }
    let row = try #require(rows.first)
    let told = Set(
      row.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.dropFirst().map { String($0.element) }
    )
    #expect(told == file.workflow.namedEvents.subtracting(engine))
    #expect(file.source.contains("version: \(file.workflow.version)"))
  }

  @Test func theExampleOfAFileHasTheVersionThatIsShipped() throws {
    let version = try WorkflowFolder.load(Program.root.appending(path: Self.permit).path).workflow.version
    let examples = try Document("workflows/README.md").blocks.filter { $0.lines.first?.hasPrefix("workflow: ") == true }
    #expect(examples.map { $0.lines.dropFirst().first } == ["version: \(version)"])
  }
}
