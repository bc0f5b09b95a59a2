/// Who must hold a token for what is asked.
package enum TokenHolder: Sendable {
  case anyone
  /// Something is to be done, which is a person's.
  case person
  /// Something is fetched that is an organisation's, and not for each person of it.
  case system
}
