/// A field as it came in, before it was held against its type.
public indirect enum Input: Hashable, Sendable {
  case string(String)
  case number(Int64)
  case list([Input])
  case null
  /// Something no field takes: a fraction, a truth value, an object.
  case other
}
