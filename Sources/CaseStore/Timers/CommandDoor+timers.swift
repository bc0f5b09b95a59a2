public import CaseCore

extension CommandDoor {
  /// Fires a rung, if it is due and its deadline still runs.
  /// - Returns: what became of it, and the moment on which that was decided.
  public func fire(_ timer: TimerStore.Due) async throws(StoreError) -> (answer: Answer, at: Instant) {
    let cause = Command.Cause.deadline(
      DeadlineName(parsing: timer.deadline),
      generation: timer.generation,
      rung: timer.rung
    )
    let handled = try await carryOut(Submission(target: .caseID(timer.caseID), command: Command(cause: cause)))
    return (handled.answer, handled.at)
  }
}
