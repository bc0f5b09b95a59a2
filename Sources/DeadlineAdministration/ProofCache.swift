import CaseCore
import Synchronization

/// What was proved of workflows as administrators set them, or would. A proof takes some hundredths of a second, and the same
/// ones are asked for when a proposal is made, looked at and approved.
final class ProofCache: Sendable {
  private struct State {
    /// Without the order of warnings and reminders: of what is sound there is no fault that names a place.
    var sound: Set<AdjustedWorkflow.Form> = []
    var unsound: [AdjustedWorkflow.Form: [WorkflowFault]] = [:]
    var made = 0
  }

  /// How many are kept of each kind. A form is some hundred bytes for each deadline that is set.
  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int = 2_000) { self.limit = limit }

  /// How many proofs were made and not remembered.
  var made: Int { state.withLock(\.made) }

  func faults(of workflow: AdjustedWorkflow) -> [WorkflowFault] {
    let unordered = workflow.form.unordered
    if let known = state.withLock({ $0.sound.contains(unordered) ? [] : $0.unsound[workflow.form] }) { return known }
    let faults = workflow.faults()
    state.withLock { state in
      state.made += 1
      // All at once: who comes back asks for few of them, and then they are proved once more.
      if state.sound.count >= limit { state.sound = [] }
      if state.unsound.count >= limit { state.unsound = [:] }
      if faults.isEmpty { state.sound.insert(unordered) } else { state.unsound[workflow.form] = faults }
    }
    return faults
  }
}
