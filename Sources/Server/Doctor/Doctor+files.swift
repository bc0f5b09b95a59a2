import CaseCore
import Foundation
import StoreBase
import WorkflowFiles

/// What is on this machine.
extension Doctor {
  func settingsFindings() -> [Finding] {
    let faults = unchecked.ofValues + unchecked.ofNames + SettingsCheck(settings: settings).connectionFaults
    guard faults.isEmpty else { return faults.map { Finding(.settings, .fault, $0) } }
    return [Finding(.settings, .ok, "all can be read, and are fit for real use")]
  }

  func fileFindings() -> [Finding] {
    [settingsFileFinding(file)] + (settings.identity.issuersFile.map { [settingsFileFinding($0)] } ?? [])
      + secretFileFindings()
  }

  private func settingsFileFinding(_ file: String?) -> Finding {
    guard let file else { return Finding(.settingsFile, .ok, "there is none: settings come from the environment") }
    let mode = SettingsCheck.mode(of: file) ?? 0
    guard mode & 0o002 != 0 else { return Finding(.settingsFile, .ok, "\(file) is not for everyone to change") }
    return Finding(
      .settingsFile,
      .fault,
      "everyone on this machine can change \(file) (mode \(String(mode, radix: 8)))"
    )
  }

  private func secretFileFindings() -> [Finding] {
    let check = SettingsCheck(settings: settings)
    let unread = check.secretFiles.compactMap { setting, path -> String? in
      // What is not set is told elsewhere.
      guard let path, !path.isEmpty, !FileManager.default.isReadableFile(atPath: path) else { return nil }
      return "\(setting): \(path) is not there, or not for this account to read"
    }
    let faults = unread + check.readableSecrets
    guard faults.isEmpty else { return faults.map { Finding(.secretFiles, .fault, $0) } }
    return [Finding(.secretFiles, .ok, "those that the service needs can be read, and none is for everyone")]
  }

  func keyringFindings() -> [Finding] {
    // That it is not set is told by the settings.
    guard !settings.keyringFile.isEmpty else { return [untried(.keyring, "keyring.file")] }
    do {
      let keyring = try settings.keyring()
      let others = keyring.count - 1
      return [
        Finding(
          .keyring,
          .ok,
          "it opens; new cases are wrapped by the key \(keyring.current), beside \(others) older ones"
        )
      ]
    } catch {
      return [Finding(.keyring, .fault, "keyring.file: \(error)")]
    }
  }

  /// - Returns: the workflows of the folder, if they are sound, and what there is to say of them.
  func readWorkflows() -> ([WorkflowFile]?, [Finding]) {
    do {
      let files = try Assembly.readWorkflows(in: settings.workflowsFolder)
      let names = files.map { "\($0.workflow.key) \($0.workflow.version)" }.joined(separator: ", ")
      return (files, [Finding(.workflowFolder, .ok, "they are sound: \(names)")])
    } catch let error as SettingsError {
      return (nil, error.faults.map { Finding(.workflowFolder, .fault, $0) })
    } catch {
      return (nil, [Finding(.workflowFolder, .fault, "workflows.folder: \(settings.workflowsFolder) cannot be read")])
    }
  }
}
