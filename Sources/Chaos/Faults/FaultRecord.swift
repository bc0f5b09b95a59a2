/// A fault that was made.
struct FaultRecord: Encodable, Sendable {
  let fault: Fault
  /// How many commands were answered before it.
  let afterCommands: Int
  /// A sentence each.
  let deed: Deed
  let seconds: Double
}

/// What was done, and how it was undone.
struct Deed: Encodable, Sendable {
  let did: String
  let undone: String

  init(_ did: String, undone: String) {
    self.did = did
    self.undone = undone
  }
}
