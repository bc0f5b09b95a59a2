public import CaseCore
import Foundation
public import OrderedCollections

/// The scenarios of a workflow: the files `scenarios/*.yaml` in its folder. They share the organisations that
/// `scenarios/organisations.yaml` declares, and one can continue from another.
public struct ScenarioFolder {
  /// By their names in the scenarios.
  public let organisations: OrderedDictionary<String, Organisation>
  private let folder: URL
  private let files: [String]

  private static let shared = "organisations"

  /// - Parameter path: of the folder with the workflow.
  /// - Throws: when the organisations cannot be read.
  public init(_ path: String) throws(WorkflowFileError) {
    folder = URL(fileURLWithPath: path).appendingPathComponent("scenarios")
    // A missing folder means no scenarios.
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    files = found.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    let url = folder.appendingPathComponent("\(Self.shared).yaml")
    organisations =
      files.contains(Self.shared)
      ? try Scenario.organisations(WorkflowFolder.text(of: url.relativePath), name: url.relativePath) : [:]
  }

  /// The names of the scenarios, in order.
  public var names: [String] { files.filter { $0 != Self.shared } }

  /// - Throws: every fault of the scenario, or of the first broken one that it continues from.
  public func scenario(_ name: String) throws(WorkflowFileError) -> Scenario {
    try scenario(name, leadingTo: [])
  }

  private func scenario(_ name: String, leadingTo later: [String]) throws(WorkflowFileError) -> Scenario {
    let file = folder.appendingPathComponent("\(name).yaml").relativePath
    let text = try WorkflowFolder.text(of: file)
    let later = later + [name]
    return try Scenario(text, name: file, organisations: organisations) { (base) throws(WorkflowFileError) in
      guard names.contains(base), !later.contains(base) else { return nil }
      return try scenario(base, leadingTo: later)
    }
  }
}
