/// Two cases that may be about the same person.
package struct MarkedPair: Sendable {
  package let one: MarkedCase
  package let other: MarkedCase
}
