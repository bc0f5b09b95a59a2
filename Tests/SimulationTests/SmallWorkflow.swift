import CaseCore
import Foundation
import WorkflowFiles

/// A small workflow that uses words of the language that no shipped one needs: the sound one of a folder of planted faults.
struct SmallWorkflow {
  let text: String
  let workflow: Workflow

  init(_ folder: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../WorkflowFilesTests/bad/\(folder)/sound.yaml")
    text = try String(contentsOf: file, encoding: .utf8)
    workflow = try WorkflowFile.load(text, name: "w.yaml")
  }

  /// Two depots: of what is for one of them, the other is kept out.
  static let organisations = [
    Organisation(number: "1", name: "Museum", region: "hier", roles: ["museum"]),
    Organisation(number: "2", name: "Depot", region: "hier", roles: ["depot"]),
    Organisation(number: "3", name: "Tweede depot", region: "hier", roles: ["depot"]),
    Organisation(number: "4", name: "Restaurator", region: "hier", roles: ["restaurator"]),
  ]

  /// Those of the workflow in which entries are shared by name: of two restorers one is named.
  static let sharing =
    organisations + [
      Organisation(number: "5", name: "Tweede restaurator", region: "hier", roles: ["restaurator"]),
      Organisation(number: "6", name: "Inspectie", region: "hier", roles: ["inspectie"]),
      Organisation(number: "7", name: "Lener", region: "hier", roles: ["lener"]),
    ]

  /// For roles through a party: two museums and a depot with people of their own who oversee, and one who takes part by receipts alone.
  static let overseen = [
    Organisation(
      number: "1",
      name: "Museum",
      region: "hier",
      roles: ["museum", "directeur", "conservator", "toezicht"]
    ),
    Organisation(number: "2", name: "Depot", region: "hier", roles: ["depot", "bestuur", "toezicht", "conservator"]),
    Organisation(number: "3", name: "Ander museum", region: "daar", roles: ["museum", "toezicht", "conservator"]),
    Organisation(number: "4", name: "Lener", region: "hier", roles: ["lener", "toezicht", "conservator"]),
    Organisation(number: "5", name: "Buiten", region: "hier", roles: ["toezicht", "conservator", "directeur"]),
  ]
}
