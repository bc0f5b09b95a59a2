/// A condition on the case and the command, without side effects.
public indirect enum Guard: Hashable, Sendable {
  case all([Guard])
  case any([Guard])
  case not(Guard)
  /// The fact has one of these values.
  case fact(String, oneOf: [Value])
  /// The command's field has one of these values.
  case field(String, oneOf: [Value])
  /// The joint decision came out as this option; counted with the vote that the command itself casts.
  case decided(String, option: String)
  /// Everyone has voted, and not the same.
  case divided(String)
  /// The case has been in the state at least so many times, this time included.
  case visited(String, atLeast: Int)
  /// Someone takes part in this role.
  case party(String)
}
