import Foundation

extension Canary {
  /// The workflow of the stories with room for what it has no field for: a number of a person, and an option by which a choice is known; and with names of its cases.
  /// - Parameter folder: gets a folder of workflows with this one alone.
  /// - Returns: the folder of the workflow.
  func workflow(in folder: TemporaryFolder) throws -> String {
    let path = "\(folder.path)/workflows/pga-radicalisering"
    try FileManager.default.createDirectory(atPath: "\(folder.path)/workflows", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Partners.workflow, toPath: path)
    let file = URL(filePath: path).appending(path: "workflow.yaml")
    var text = try String(contentsOf: file, encoding: .utf8)
    let number = "\n          meldnummer: { label: Meldnummer, type: number, personal: true }"
    for field in [
      "          betrokkene: { label: Betrokkene, type: text, required: true, personal: true, max: 500 }",
      "          aanvulling: { label: Aanvulling of verbetering, type: text, required: true, personal: true, max: 4000 }",
    ] {
      guard text.contains(field) else { throw NoSuchLine(line: field) }
      text = text.replacing(field, with: field + number)
    }
    let option = "              jihadisme: Jihadisme"
    guard text.contains(option) else { throw NoSuchLine(line: option) }
    text = text.replacing(option, with: "\(option)\n              \(choice): Kanarie")
    let first = "workflow: pga-radicalisering\n"
    guard text.contains(first) else { throw NoSuchLine(line: first) }
    text = text.replacing(first, with: "\(first)kenmerk: true\n")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return path
  }

  struct NoSuchLine: Error { let line: String }
}
