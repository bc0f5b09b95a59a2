public import Foundation
import StoreBase

/// Some of the cases of an organisation.
public struct CasePage: Sendable {
  public var cases: [CaseView] = []
  /// Those that cannot be read. They stop nothing.
  public var unreadable: [UnreadableCase] = []
  /// Read on after this case; `nil` at the end. The reader may not know of it: it leaves the service as a place only, see
  /// ``CaseReader/place(after:for:in:)``.
  public var next: UUID?
}

/// A case of an organisation that was found and cannot be read: its key is missing, it is damaged, or it follows a workflow
/// version that this program cannot read.
public struct UnreadableCase: Sendable, Hashable {
  /// The case's own id, for the log.
  public let caseID: UUID
  /// The id under which the reader's organisation knows the case.
  public let alias: UUID
  public let reason: Reason
  /// Who takes part is in the case itself. So it is named to whoever acts in a role of the organisation's that reads whole cases
  /// of this workflow, and to nobody else.
  public let isForReader: Bool

  /// The raw values are those of the metric.
  public enum Reason: String, Sendable, CaseIterable {
    case keyMissing = "key_missing"
    case workflowUnknown = "workflow_unknown"
    case damaged
  }
}

extension UnreadableCase.Reason {
  init(_ error: StoreError) {
    self =
      switch error {
      case .keyMissing: .keyMissing
      case .workflowUnknown: .workflowUnknown
      default: .damaged
      }
  }
}
