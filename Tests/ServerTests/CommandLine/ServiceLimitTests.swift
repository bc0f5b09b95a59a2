import NIOCore
import StrictJSON
import Testing

@testable import Commands

/// How much and how long the program listens to whatever answers as the service.
@Suite(.timeLimit(.minutes(10))) struct ServiceLimitTests {
  private func ask(
    _ stub: StubService,
    _ question: (Service) async throws -> Void
  ) async throws -> String {
    defer { stub.stop() }
    let service = try Service(at: ServiceAddress(stub.url), token: "een-toegangstoken", caFile: nil)
    var told = ""
    do { try await question(service) } catch let failure as Failure { told = failure.message }
    try await service.close()
    return told
  }

  /// Nothing at all, and an answer that stops halfway.
  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
  func whoDoesNotFinishIsTooLate(answer: String) async throws {
    let stub = try StubService(hangs: true) { _ in answer }
    let told = try await ask(stub) { _ = try await $0.get("/v1/termijnen", within: .milliseconds(300)) }
    #expect(told.contains("antwoordt niet op tijd"), "\(told)")
    #expect(!told.contains("Kijk met"))
  }

  /// Of what may have been done, whoever asked has to look.
  @Test func whatWasAskedForMayHaveBeenDone() async throws {
    let stub = try StubService(hangs: true) { _ in "" }
    let told = try await ask(stub) { _ = try await $0.post("/v1/x", ["reden": "x"], within: .milliseconds(300)) }
    #expect(told.contains("antwoordt niet op tijd") && told.contains("Kijk met «deadline settings»"), "\(told)")
  }

  /// Also when it does not say beforehand how long it is.
  @Test func anAnswerWithoutEndIsNotRead() async throws {
    let body = String(repeating: " ", count: 17 << 20)
    let stub = try StubService { _ in "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\(body){}" }
    let told = try await ask(stub) { _ = try await $0.get("/v1/termijnen", within: .minutes(9)) }
    #expect(told.contains("langer dan dit programma leest"), "\(told)")
  }

  @Test func aListWithoutEndIsNotRead() async throws {
    let stub = try StubService { StubService.text("200 OK", body: #"{"volgende":"/v1/termijnen?na=\#($0)"}"#) }
    var read = 0
    let told = try await ask(stub) {
      try await $0.pages(from: "/v1/termijnen", within: .minutes(9), upTo: 3) { _ in read += 1 }
    }
    #expect(told.contains("geen dienst die dit programma begrijpt"), "\(told)")
    #expect((read, stub.requests.count) == (3, 3))
  }
}
