package import CaseCore

/// A rung of a running deadline that has not fired.
package struct OpenRung {
  package var deadline: DeadlineName
  package var generation: Int
  package var rung: Int
  package var at: Instant
  package var isExpiry: Bool
}
