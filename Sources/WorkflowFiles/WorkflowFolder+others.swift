public import CaseCore
import Foundation

/// Cases of other workflows are named in one file and declared in another: these are checked where both are there.
extension WorkflowFolder {
  /// The workflow of a folder, held against those of the folders beside it.
  /// - Throws: as ``load(_:)``; and what is wrong with how it refers to cases of other workflows.
  public static func loadAmongOthers(_ path: String) throws(WorkflowFileError) -> WorkflowFile {
    let file = try load(path)
    let faults = file.faults(besides: others(beside: path, for: file.workflow))
    guard faults.isEmpty else { throw WorkflowFileError(faults: faults) }
    return file
  }

  /// The workflows beside a folder that the workflow refers to. One with faults is left out: they are told where it is read itself.
  public static func others(beside path: String, for workflow: Workflow) -> [Workflow] {
    guard !workflow.othersNamed.isEmpty else { return [] }
    var folder = URL(fileURLWithPath: path).standardizedFileURL
    if folder.lastPathComponent == fileName { folder.deleteLastPathComponent() }
    let parent = folder.deletingLastPathComponent()
    // A folder that cannot be listed has no others that can be read.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    return names.sorted().filter { $0 != folder.lastPathComponent }.compactMap { name in
      // See above: its faults are its own.
      try? load(parent.appendingPathComponent(name).path).workflow
    }
  }
}

extension WorkflowFile {
  /// What is wrong with how it refers to cases of other workflows, with the places.
  public func faults(besides others: [Workflow]) -> [FileFault] { located(workflow.faults(besides: others)) }
}
