import Foundation
import TestServices

extension Canary {
  /// The workflow of the stories with room for what it has no field for: a number of a person, and an option by which a choice is known; and with names of its cases.
  /// - Parameter folder: gets the folder of the workflows that are shipped, with this one in it.
  /// - Returns: the folder of the workflow.
  func workflow(in folder: TemporaryFolder) throws -> String {
    let path = "\(folder.path)/workflows/pga-radicalisering"
    try FileManager.default.copyItem(atPath: ShippedWorkflows.root, toPath: "\(folder.path)/workflows")
    let file = URL(filePath: path).appending(path: "workflow.yaml")
    var text = try String(contentsOf: file, encoding: .utf8)
    let number = "          meldnummer: { label: Meldnummer, type: number, personal: true }\n"
    for command in Self.numbered {
      try Self.insert(number, behind: ["\n      \(command):\n", "\n        fields:\n"], in: &text)
    }
    // A list of options that several commands have.
    try Self.insert(
      "              \(choice): Kanarie\n",
      behind: ["\n          fenomeen:\n", "\n            options:", "\n"],
      in: &text
    )
    let named = "kenmerk: true\n"
    if !text.contains("\n\(named)") { try Self.insert(named, behind: ["\nworkflow: pga-radicalisering\n"], in: &text) }
    try text.write(to: file, atomically: true, encoding: .utf8)
    return path
  }

  /// Commands that get a number of a person as their first field.
  private static let numbered = ["persoon-vastleggen", "signaal-aanvullen"]

  /// Behind the last of the texts, each looked for behind the one before.
  private static func insert(_ text: String, behind marks: [String], in file: inout String) throws {
    var place = file.startIndex
    for mark in marks {
      guard let found = file[place...].range(of: mark) else { throw NoSuchLine(line: mark) }
      place = found.upperBound
    }
    file.insert(contentsOf: text, at: place)
  }

  struct NoSuchLine: Error { let line: String }
}
