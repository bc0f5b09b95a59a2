/// What a test waited for did not come.
package struct WaitedInVain: Error, CustomStringConvertible {
  let what: String
  let limit: Duration
  let last: String

  package var description: String { "waited in vain for \(what): not within \(limit); last seen: \(last)" }
}
