import Foundation

/// A folder with a workflow: `workflow.yaml`, and what belongs to it.
public enum WorkflowFolder {
  public static let fileName = "workflow.yaml"

  /// Reads the workflow of a folder.
  /// - Parameter path: of the folder, or of the file itself.
  /// - Throws: also when the file cannot be read; then that is the only fault.
  public static func load(_ path: String) throws(WorkflowFileError) -> WorkflowFile {
    let file = self.file(at: path)
    return try WorkflowFile(try text(of: file), name: file)
  }

  private static func file(at path: String) -> String {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard exists, isFolder.boolValue else { return path }
    return URL(fileURLWithPath: path).appendingPathComponent(fileName).relativePath
  }

  static func text(of file: String) throws(WorkflowFileError) -> String {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
      let isMissing = (error as? CocoaError)?.code == .fileReadNoSuchFile
      throw unreadable(file, isMissing ? "Dit bestand bestaat niet." : "Dit bestand kan niet worden gelezen.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw unreadable(file, "Dit bestand is geen tekst in UTF-8.")
    }
    return text
  }

  private static func unreadable(_ file: String, _ message: String) -> WorkflowFileError {
    let log = FaultLog(file: file)
    log.add(message, at: .start)
    return log.error
  }
}
