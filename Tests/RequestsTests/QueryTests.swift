import Requests
import Testing

@Suite struct QueryTests {
  private func value(_ text: String?) throws -> String? {
    try Query(text, keys: ["regio", "na"]).value("regio", "") { $0 }
  }

  @Test(arguments: [
    (nil, nil), ("", nil), ("na=1", nil), ("regio=oost", "oost"), ("regio=a+b", "a b"), ("regio=a%20b%2Bc", "a b+c"),
    ("regio=%c3%a9", "é"), ("regio", ""), ("regio=a=b", "a=b"), ("&regio=x&&", "x"),
  ])
  func aValueIsReadAsFormsWriteIt(text: String?, wanted: String?) throws {
    #expect(try value(text) == wanted)
  }

  @Test(arguments: ["x=1", "regio=1&regio=2", "regio=%", "regio=%4", "regio=%zz", "regio=%ff", "%72%65gio=1&regio=2"])
  func whatCannotBeMeantIsAFault(text: String) {
    #expect(throws: InvalidRequest.self) { try value(text) }
  }

  @Test(arguments: ["regio=", "regio=+", "regio=%E2%80%8B", "regio=a%0Ab", "regio=%1b%5B2J", "regio=%e2%80%ae"])
  func aNameShowsSomethingOnOneLine(text: String) throws {
    let query = try Query(text, keys: ["regio"])
    #expect(throws: InvalidRequest.self) { try query.name("regio") }
  }

  @Test(arguments: [
    (["\"1\""], EntityTag.Condition.revisions([1])), ([], .any), (["*"], .any),
    (["\"1\"", "W/\"3\""], .revisions([1, 3])),
    (["\"a,b\", \"2\""], .revisions([2])), (["\"\""], .revisions([])), (["\"007\""], .revisions([])),
  ])
  func tagsAreReadAsAList(values: [String], condition: EntityTag.Condition) {
    #expect(EntityTag.condition(values) == condition)
  }

  @Test(arguments: [
    "", " ", ",", "1", "\"1", "\"1\"x", "\"1\" \"2\"", "w/\"1\"", "W/ \"1\"", "\"1\",*",
    String(repeating: "\"1\",", count: 21),
  ])
  func whatIsNoTagIsNone(value: String) {
    #expect(EntityTag.condition([value]) == nil)
  }

  @Test(arguments: [
    ([], false), (["\"a\""], true), (["W/\"a\""], true), (["\"b\"", "\"a\""], true), (["*"], true),
    (["\"b,\"a\""], false),
    (["a"], false), (["\"a"], false), ([" , \"a\""], true), (["\"A\""], false), ([""], false),
    ([String(repeating: "\"b\",", count: 20) + "\"a\""], false),
  ])
  func whoeverHasATagNamesIt(values: [String], isNamed: Bool) {
    #expect(EntityTag.names("\"a\"", in: values) == isNamed)
  }
}
