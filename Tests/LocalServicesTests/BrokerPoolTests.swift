import LocalServices
import TestServices
import Testing

/// A broker that a test had to itself serves the next one when nothing of the test is left in it.
@Suite struct BrokerPoolTests {
  @Test func whatIsAsNewIsHandedOn() async throws {
    let pool = BrokerPool()
    let first = try await pool.with { broker in
      try await broker.manage("PUT", "/api/vhosts/mine")
      try await broker.manage("PUT", "/api/users/mine", json: #"{"password":"x","tags":""}"#)
      try await broker.manage(
        "PUT",
        "/api/queues/%2F/mine",
        json: #"{"durable":true,"arguments":{"x-queue-type":"quorum"}}"#
      )
      try await broker.kill()
      try await broker.restart()
      return broker.folder
    }
    let second = try await pool.with { broker in
      for left in ["vhosts/mine", "users/mine", "queues/%2F/mine"] {
        await #expect(throws: ManagementRefusal.self) { try await broker.manage("GET", "/api/\(left)") }
      }
      let policy = #"{"pattern":".*","definition":{"max-length":1},"apply-to":"queues"}"#
      try await broker.manage("PUT", "/api/policies/%2F/mine", json: policy)
      return broker.folder
    }
    let third = try await pool.with { $0.folder }
    #expect(first == second && second != third)
  }
}
