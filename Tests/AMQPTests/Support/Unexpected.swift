/// Something else came than the test is about.
struct Unexpected: Error {
  let value: String

  init(_ value: some Sendable) { self.value = "\(value)" }
}
