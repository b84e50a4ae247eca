//! The catalogue of changes: what each kind of change means, and its effects.

use std::fmt;

use serde::{Serialize, Serializer};

use super::effects::{Behaviour, Effects, Rust, Step, Wire};

macro_rules! rules {
    ($($name:ident = $id:literal, $wire:ident, $rust:ident, $behaviour:ident, $mirror:ident, $meaning:literal;)*) => {
        /// A kind of change. The ids are stable: the id of a removed rule is never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(
                #[doc = $meaning]
                $name,
            )*
        }

        impl Rule {
            /// All rules, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable id, such as `request-field-renamed`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What has changed, in one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }

            /// The rule of the reverse change, from new to old.
            #[must_use]
            pub fn mirror(self) -> Self {
                match self { $(Self::$name => Self::$mirror,)* }
            }

            /// The effects on each audience.
            #[must_use]
            pub fn effects(self) -> Effects {
                let (wire, rust, behaviour) = match self {
                    $(Self::$name => (Wire::$wire, Rust::$rust, Behaviour::$behaviour),)*
                };
                Effects { wire, rust, behaviour }
            }
        }
    };
}

// One rule per line: its id; its effects on payloads, on code and on behaviour; its mirror, which is the rule of the
// reverse change; its meaning. The effects are those of the worst case: a rule that breaks code need not break yours.
//
// A field that is added to a reply, a value that is added to an enum and a tag that is added to a choice do not break
// the wire, because generated code skips unknown fields and keeps unknown values. A wider limit or type of a reply, or
// a promise that it no longer makes, does: users rely on it, and generated code may reject what is outside of it.
rules! {
    // Vendors.
    VendorAdded = "vendor-added", Compatible, Compiles, Same, VendorRemoved, "A vendor was added.";
    VendorRemoved = "vendor-removed", Breaks, Breaks, Same, VendorAdded, "A vendor was removed, with everything that was declared for it.";
    VendorBaseUrlChanged = "vendor-base-url-changed", Breaks, Same, Other, VendorBaseUrlChanged, "The base URL of a vendor changed.";
    VendorBaseUrlFixed = "vendor-base-url-fixed", Compatible, Compiles, Same, VendorBaseUrlGiven, "A vendor has one base URL now; customers no longer give their own.";
    VendorBaseUrlGiven = "vendor-base-url-given", Breaks, Breaks, Other, VendorBaseUrlFixed, "Each customer must give a base URL now; the vendor no longer has one.";
    VendorCredentialChanged = "vendor-credential-changed", Breaks, Same, Other, VendorCredentialChanged, "A vendor expects its credential in another place or under another name.";
    VendorCredentialKindAdded = "vendor-credential-kind-added", Compatible, Compiles, Same, VendorCredentialKindRemoved, "A vendor has another kind of credential.";
    VendorCredentialKindRemoved = "vendor-credential-kind-removed", Same, Breaks, Same, VendorCredentialKindAdded, "A vendor no longer has a kind of credential.";
    VendorEnvelopeChanged = "vendor-envelope-changed", Breaks, Same, Other, VendorEnvelopeChanged, "The envelope of a vendor's replies changed.";
    VendorRefusalsChanged = "vendor-refusals-changed", Same, Same, Other, VendorRefusalsChanged, "Mocks use other error codes when they reject calls.";
    VendorCallbacksAdded = "vendor-callbacks-added", Compatible, Compiles, Same, VendorCallbacksRemoved, "It is known how a vendor pushes events.";
    VendorCallbacksRemoved = "vendor-callbacks-removed", Same, Breaks, Same, VendorCallbacksAdded, "It is no longer known how a vendor pushes events.";
    VendorCallbacksChanged = "vendor-callbacks-changed", Breaks, Same, Other, VendorCallbacksChanged, "A vendor pushes events in another form.";
    VendorDocsChanged = "vendor-docs-changed", Same, Same, Same, VendorDocsChanged, "The description of a vendor changed.";

    // Error codes.
    ErrorCodeAdded = "error-code-added", Compatible, Compiles, Same, ErrorCodeRemoved, "An error code was added.";
    ErrorCodeRemoved = "error-code-removed", Same, Breaks, Same, ErrorCodeAdded, "An error code was removed; a reply that has it is read as an unknown error.";
    ErrorCodeRenamed = "error-code-renamed", Same, Breaks, Same, ErrorCodeRenamed, "An error code was renamed.";
    ErrorCodeRecoded = "error-code-recoded", Breaks, Compiles, Other, ErrorCodeRecoded, "An error kept its name, but has another code.";
    ErrorCodeAdviceChanged = "error-code-advice-changed", Same, Same, Other, ErrorCodeAdviceChanged, "The advice on an error code changed, and clients act on it.";
    ErrorCodeDocsChanged = "error-code-docs-changed", Same, Same, Same, ErrorCodeDocsChanged, "The description of an error code changed.";

    // Endpoints and their pages.
    EndpointAdded = "endpoint-added", Compatible, Compiles, Same, EndpointRemoved, "An endpoint was added.";
    EndpointRemoved = "endpoint-removed", Breaks, Breaks, Same, EndpointAdded, "An endpoint was removed.";
    EndpointRenamed = "endpoint-renamed", Same, Breaks, Same, EndpointRenamed, "An endpoint was renamed, and its Rust module with it.";
    EndpointRouteChanged = "endpoint-route-changed", Breaks, Same, Other, EndpointRouteChanged, "An endpoint has another method or path.";
    EndpointDeprecated = "endpoint-deprecated", Same, Compiles, Same, EndpointUndeprecated, "An endpoint was deprecated, and the compiler warns about its use.";
    EndpointUndeprecated = "endpoint-undeprecated", Same, Compiles, Same, EndpointDeprecated, "An endpoint is no longer deprecated.";
    EndpointDeprecationChanged = "endpoint-deprecation-changed", Same, Same, Same, EndpointDeprecationChanged, "The replacement, note or date of a deprecation changed.";
    EndpointPagingAdded = "endpoint-paging-added", Same, Compiles, Same, EndpointPagingRemoved, "The replies of an endpoint can be fetched page by page.";
    EndpointPagingRemoved = "endpoint-paging-removed", Same, Breaks, Same, EndpointPagingAdded, "The replies of an endpoint can no longer be fetched page by page.";
    EndpointPagingChanged = "endpoint-paging-changed", Same, Same, Other, EndpointPagingChanged, "The cursor of an endpoint is in another field, or its pages end otherwise.";
    EndpointPagingCursorChanged = "endpoint-paging-cursor-changed", Same, Breaks, Same, EndpointPagingCursorChanged, "The cursor that leads to the next page of an endpoint has another type in Rust.";
    EndpointPagingItemsAdded = "endpoint-paging-items-added", Same, Compiles, Same, EndpointPagingItemsRemoved, "Clients can go through the elements of all pages of an endpoint.";
    EndpointPagingItemsRemoved = "endpoint-paging-items-removed", Same, Breaks, Same, EndpointPagingItemsAdded, "Clients can no longer go through the elements of all pages of an endpoint, because no list is named and its replies do not have exactly one.";
    EndpointPagingItemsChanged = "endpoint-paging-items-changed", Same, Breaks, Other, EndpointPagingItemsChanged, "Clients go through the elements of another list of an endpoint's replies.";
    EndpointGrantsAdded = "endpoint-grants-added", Compatible, Breaks, Other, EndpointGrantsRemoved, "An endpoint returns a credential. It is called without one, unless it names the kind that it needs.";
    EndpointGrantsRemoved = "endpoint-grants-removed", Breaks, Breaks, Other, EndpointGrantsAdded, "An endpoint no longer returns a credential, and requires one.";
    EndpointGrantsChanged = "endpoint-grants-changed", Same, Same, Other, EndpointGrantsChanged, "The credential that an endpoint returns, or its lifetime, is in another field.";
    EndpointGrantsKindChanged = "endpoint-grants-kind-changed", Same, Breaks, Other, EndpointGrantsKindChanged, "The credential that an endpoint returns is of another kind: it is for other calls.";
    EndpointCredentialChanged = "endpoint-credential-changed", Breaks, Breaks, Other, EndpointCredentialChanged, "An endpoint needs another kind of credential.";
    EndpointAbsentCodeChanged = "endpoint-absent-code-changed", Breaks, Same, Other, EndpointAbsentCodeChanged, "A reply of an endpoint without an error code was a success and is an error, or the reverse.";
    EndpointBecameReading = "endpoint-became-reading", Same, Same, Other, EndpointBecameWriting, "Calls of an endpoint change nothing, so clients may repeat them.";
    EndpointBecameWriting = "endpoint-became-writing", Same, Same, Other, EndpointBecameReading, "Calls of an endpoint change something, so clients no longer repeat those that may have been executed.";
    EndpointPermissionsChanged = "endpoint-permissions-changed", Same, Same, Same, EndpointPermissionsChanged, "The documented permissions to call an endpoint changed.";
    EndpointErrorsChanged = "endpoint-errors-changed", Same, Same, Same, EndpointErrorsChanged, "The error codes that an endpoint's page explains changed.";
    EndpointExamplesChanged = "endpoint-examples-changed", Same, Same, Same, EndpointExamplesChanged, "The examples on an endpoint's page changed.";
    EndpointDocsChanged = "endpoint-docs-changed", Same, Same, Same, EndpointDocsChanged, "The description of an endpoint changed.";
    EventAdded = "event-added", Compatible, Compiles, Other, EventRemoved, "An event was added; until now it was read as unknown.";
    EventRemoved = "event-removed", Compatible, Breaks, Other, EventAdded, "An event was removed; now it is read as unknown.";
    EventRenamed = "event-renamed", Same, Breaks, Same, EventRenamed, "An event was renamed, and its Rust type with it.";
    EventTagsChanged = "event-tags-changed", Breaks, Same, Other, EventTagsChanged, "An event is recognized by other tags.";
    EventExamplesChanged = "event-examples-changed", Same, Same, Same, EventExamplesChanged, "The examples of an event changed.";
    EventDocsChanged = "event-docs-changed", Same, Same, Same, EventDocsChanged, "The description of an event changed.";
    AreaDocsChanged = "area-docs-changed", Same, Same, Same, AreaDocsChanged, "The description of an area changed.";
    PageDocsChanged = "page-docs-changed", Same, Same, Same, PageDocsChanged, "The head of a page changed: its title, URL, date, copies or errata.";

    // Objects, and where types live.
    TypeAdded = "type-added", Compatible, Compiles, Same, TypeRemoved, "An object type was added.";
    TypeRemoved = "type-removed", Same, Breaks, Same, TypeAdded, "An object type was removed.";
    TypeRenamed = "type-renamed", Same, Breaks, Same, TypeRenamed, "An object type was renamed.";
    TypeMovedUp = "type-moved-up", Same, Compiles, Same, TypeMovedDown, "A type is declared in an area or a vendor now; its old paths still work.";
    TypeMovedDown = "type-moved-down", Same, Breaks, Same, TypeMovedUp, "A type moved to an endpoint; its path in an area or a vendor is gone.";
    TypeMoved = "type-moved", Same, Breaks, Same, TypeMoved, "A type moved to another vendor, area or endpoint; one of its old paths is gone.";
    TypeRoleWidened = "type-role-widened", Same, Compiles, Other, TypeRoleNarrowed, "A type that was only sent or only received is now both, which changes how it is represented and read.";
    TypeRoleNarrowed = "type-role-narrowed", Same, Breaks, Other, TypeRoleWidened, "A type that was both sent and received is now only one of them.";
    TypeRoleChanged = "type-role-changed", Same, Breaks, Other, TypeRoleChanged, "A type that was sent is now received, or the reverse, which changes how it is represented and read.";
    TypeConstructorChanged = "type-constructor-changed", Same, Breaks, Same, TypeConstructorChanged, "The arguments of an object's constructor are in another order, and calls no longer compile.";
    TypeConstructorSwapped = "type-constructor-swapped", Same, Compiles, Other, TypeConstructorSwapped, "Arguments of one type are in another order in an object's constructor: calls compile, and send one in place of the other.";
    TypeExamplesChanged = "type-examples-changed", Same, Same, Same, TypeExamplesChanged, "The examples of an object type changed.";
    TypeDocsChanged = "type-docs-changed", Same, Same, Same, TypeDocsChanged, "The description of an object type changed.";

    // Members.
    RequestOptionalFieldAdded = "request-optional-field-added", Compatible, Compiles, Same, RequestOptionalFieldRemoved, "An optional field was added to a request.";
    RequestOptionalFieldRemoved = "request-optional-field-removed", Breaks, Breaks, Same, RequestOptionalFieldAdded, "An optional field was removed from a request.";
    RequestRequiredFieldAdded = "request-required-field-added", Breaks, Breaks, Stricter, RequestRequiredFieldRemoved, "A required field was added to a request.";
    RequestRequiredFieldRemoved = "request-required-field-removed", Breaks, Breaks, Looser, RequestRequiredFieldAdded, "A required field was removed from a request.";
    ResponseOptionalFieldAdded = "response-optional-field-added", Compatible, Compiles, Same, ResponseOptionalFieldRemoved, "An optional field was added to a reply.";
    ResponseOptionalFieldRemoved = "response-optional-field-removed", Compatible, Breaks, Same, ResponseOptionalFieldAdded, "An optional field was removed from a reply.";
    ResponseRequiredFieldAdded = "response-required-field-added", Compatible, Breaks, Stricter, ResponseRequiredFieldRemoved, "A required field was added to a reply; replies without it can no longer be read.";
    ResponseRequiredFieldRemoved = "response-required-field-removed", Breaks, Breaks, Looser, ResponseRequiredFieldAdded, "A required field was removed from a reply.";
    RequestFieldRenamed = "request-field-renamed", Breaks, Breaks, Other, RequestFieldRenamed, "A field of a request was renamed, on the wire and in Rust.";
    ResponseFieldRenamed = "response-field-renamed", Breaks, Breaks, Other, ResponseFieldRenamed, "A field of a reply was renamed, on the wire and in Rust.";
    RequestFieldRewired = "request-field-rewired", Breaks, Same, Other, RequestFieldRewired, "A field of a request was renamed on the wire, but not in Rust.";
    ResponseFieldRewired = "response-field-rewired", Breaks, Same, Other, ResponseFieldRewired, "A field of a reply was renamed on the wire, but not in Rust.";
    FieldRustNameChanged = "field-rust-name-changed", Same, Breaks, Same, FieldRustNameChanged, "A field was renamed in Rust, but not on the wire.";
    RequestFieldTypeChanged = "request-field-type-changed", Breaks, Breaks, Other, RequestFieldTypeChanged, "The type of a field of a request changed to an unrelated one.";
    ResponseFieldTypeChanged = "response-field-type-changed", Breaks, Breaks, Other, ResponseFieldTypeChanged, "The type of a field of a reply changed to an unrelated one.";
    RequestFieldTypeWidened = "request-field-type-widened", Compatible, Breaks, Looser, RequestFieldTypeNarrowed, "The type of a field of a request changed to one with more values.";
    RequestFieldTypeNarrowed = "request-field-type-narrowed", Breaks, Breaks, Stricter, RequestFieldTypeWidened, "The type of a field of a request changed to one with fewer values.";
    ResponseFieldTypeWidened = "response-field-type-widened", Breaks, Breaks, Looser, ResponseFieldTypeNarrowed, "The type of a field of a reply changed to one with more values.";
    ResponseFieldTypeNarrowed = "response-field-type-narrowed", Compatible, Breaks, Stricter, ResponseFieldTypeWidened, "The type of a field of a reply changed to one with fewer values.";
    RequestFieldBecameList = "request-field-became-list", Breaks, Breaks, Other, RequestFieldBecameSingle, "A field of a request became a list of its old type.";
    RequestFieldBecameSingle = "request-field-became-single", Breaks, Breaks, Other, RequestFieldBecameList, "A field of a request was a list and became a single element.";
    ResponseFieldBecameList = "response-field-became-list", Breaks, Breaks, Other, ResponseFieldBecameSingle, "A field of a reply became a list of its old type.";
    ResponseFieldBecameSingle = "response-field-became-single", Breaks, Breaks, Other, ResponseFieldBecameList, "A field of a reply was a list and became a single element.";
    FieldRustTypeChanged = "field-rust-type-changed", Same, Breaks, Same, FieldRustTypeChanged, "A field has another type in Rust and the same form on the wire.";
    FieldBoxingChanged = "field-boxing-changed", Same, Breaks, Same, FieldBoxingChanged, "A field became boxed or unboxed, because its type contains itself or no longer does.";
    RequestFieldLocationChanged = "request-field-location-changed", Breaks, Same, Other, RequestFieldLocationChanged, "A parameter of a request moved to another part: the query, the headers or the body.";
    FieldLengthChanged = "field-length-changed", Breaks, Same, Other, FieldLengthChanged, "The size of a file is sent in another parameter of its part, or no longer.";
    FieldItemChanged = "field-item-changed", Breaks, Same, Other, FieldItemChanged, "The elements of a list have another name in XML, or are not in an element of the list any more.";
    RequestFieldBoolFormChanged = "request-field-bool-form-changed", Breaks, Same, Other, RequestFieldBoolFormChanged, "A bool of a request is written as `1` instead of `true`, or the reverse.";
    ResponseFieldBoolFormChanged = "response-field-bool-form-changed", Compatible, Same, Other, ResponseFieldBoolFormChanged, "A bool of a reply is documented as `1` instead of `true`, or the reverse; both are read.";
    RequestFieldBecameRequired = "request-field-became-required", Breaks, Breaks, Stricter, RequestFieldBecameOptional, "An optional field of a request became required.";
    RequestFieldBecameOptional = "request-field-became-optional", Compatible, Breaks, Looser, RequestFieldBecameRequired, "A required field of a request became optional.";
    ResponseFieldBecameRequired = "response-field-became-required", Compatible, Breaks, Stricter, ResponseFieldBecameOptional, "An optional field of a reply became required.";
    ResponseFieldBecameOptional = "response-field-became-optional", Breaks, Breaks, Looser, ResponseFieldBecameRequired, "A required field of a reply became optional.";
    FieldDefaultAdded = "field-default-added", Compatible, Same, Other, FieldDefaultRemoved, "A field has a documented default: the value that the server assumes if the field is not sent.";
    FieldDefaultRemoved = "field-default-removed", Compatible, Same, Other, FieldDefaultAdded, "A field no longer has a documented default.";
    FieldDefaultChanged = "field-default-changed", Compatible, Same, Other, FieldDefaultChanged, "The documented default of a field changed.";
    FieldDeprecated = "field-deprecated", Same, Same, Same, FieldUndeprecated, "A field was deprecated in the docs.";
    FieldUndeprecated = "field-undeprecated", Same, Same, Same, FieldDeprecated, "A field is no longer deprecated in the docs.";
    FieldOtherNameAdded = "field-other-name-added", Compatible, Same, Looser, FieldOtherNameRemoved, "A field is read under one more name.";
    FieldOtherNameRemoved = "field-other-name-removed", Breaks, Same, Stricter, FieldOtherNameAdded, "A field is no longer read under one of its other names.";
    FieldOtherTypeAdded = "field-other-type-added", Compatible, Same, Looser, FieldOtherTypeRemoved, "One more JSON type is accepted for a field, and no longer reported.";
    FieldOtherTypeRemoved = "field-other-type-removed", Compatible, Same, Stricter, FieldOtherTypeAdded, "A JSON type is no longer accepted for a field, and is reported again.";
    FieldDocsChanged = "field-docs-changed", Same, Same, Same, FieldDocsChanged, "The description of a field changed.";

    // Limits.
    RequestLimitTightened = "request-limit-tightened", Breaks, Same, Stricter, RequestLimitLoosened, "A limit in a request accepts fewer values.";
    RequestLimitLoosened = "request-limit-loosened", Compatible, Same, Looser, RequestLimitTightened, "A limit in a request accepts more values.";
    RequestLimitChanged = "request-limit-changed", Breaks, Same, Other, RequestLimitChanged, "A limit in a request accepts some new values and rejects some old ones.";
    MaximumAdded = "maximum-added", Same, Compiles, Same, MaximumRemoved, "A field of a request has a maximum now, so its type has a constant for it.";
    MaximumRemoved = "maximum-removed", Same, Breaks, Same, MaximumAdded, "A field of a request no longer has a maximum, so its type has no constant for it.";
    ResponseLimitTightened = "response-limit-tightened", Compatible, Same, Stricter, ResponseLimitLoosened, "A limit in a reply accepts fewer values.";
    ResponseLimitLoosened = "response-limit-loosened", Breaks, Same, Looser, ResponseLimitTightened, "A limit in a reply accepts more values.";
    ResponseLimitChanged = "response-limit-changed", Breaks, Same, Other, ResponseLimitChanged, "A limit in a reply accepts some new values and rejects some old ones.";

    // Rules about several members.
    FieldEmptyChanged = "field-empty-changed", Breaks, Same, Other, FieldEmptyChanged, "An empty value of a field in a request has another meaning.";
    FieldDirectionChanged = "field-direction-changed", Breaks, Same, Other, FieldDirectionChanged, "A field occurs in other directions than before.";
    RequestConditionAdded = "request-condition-added", Breaks, Same, Stricter, RequestConditionRemoved, "A field of a request became required or forbidden under a condition.";
    RequestConditionRemoved = "request-condition-removed", Compatible, Same, Looser, RequestConditionAdded, "A field of a request is no longer required or forbidden under a condition.";
    RequestConditionChanged = "request-condition-changed", Breaks, Same, Other, RequestConditionChanged, "The condition under which a field of a request is required or forbidden changed.";
    ResponseConditionAdded = "response-condition-added", Compatible, Same, Stricter, ResponseConditionRemoved, "A field of a reply became required or forbidden under a condition.";
    ResponseConditionRemoved = "response-condition-removed", Breaks, Same, Looser, ResponseConditionAdded, "A field of a reply is no longer required or forbidden under a condition.";
    ResponseConditionChanged = "response-condition-changed", Breaks, Same, Other, ResponseConditionChanged, "The condition under which a field of a reply is required or forbidden changed.";
    RequestGroupAdded = "request-group-added", Breaks, Same, Stricter, RequestGroupRemoved, "A rule about several fields of a request was added.";
    RequestGroupRemoved = "request-group-removed", Compatible, Same, Looser, RequestGroupAdded, "A rule about several fields of a request was removed.";
    RequestGroupChanged = "request-group-changed", Breaks, Same, Other, RequestGroupChanged, "A rule about several fields of a request changed.";
    ResponseGroupAdded = "response-group-added", Compatible, Same, Stricter, ResponseGroupRemoved, "A rule about several fields of a reply was added.";
    ResponseGroupRemoved = "response-group-removed", Breaks, Same, Looser, ResponseGroupAdded, "A rule about several fields of a reply was removed.";
    ResponseGroupChanged = "response-group-changed", Breaks, Same, Other, ResponseGroupChanged, "A rule about several fields of a reply changed.";
    WarningChanged = "warning-changed", Same, Same, Other, WarningChanged, "A rule about fields that the server ignores was added, removed or changed.";

    // Choices.
    ChoiceRenamed = "choice-renamed", Same, Breaks, Same, ChoiceRenamed, "A choice, or the enum of its variants, was renamed in Rust.";
    ChoiceTagChanged = "choice-tag-changed", Breaks, Compiles, Other, ChoiceTagChanged, "The tag of a choice is another field or has another type.";
    ChoiceConversionAdded = "choice-conversion-added", Same, Compiles, Same, ChoiceConversionRemoved, "An object converts into a choice, because only one variant has it.";
    ChoiceConversionRemoved = "choice-conversion-removed", Same, Breaks, Same, ChoiceConversionAdded, "An object no longer converts into a choice, because several variants have it.";
    ChoiceDocsChanged = "choice-docs-changed", Same, Same, Same, ChoiceDocsChanged, "The description of a choice changed.";
    RequestVariantAdded = "request-variant-added", Compatible, Compiles, Looser, RequestVariantRemoved, "A variant was added to a choice of a request.";
    RequestVariantRemoved = "request-variant-removed", Breaks, Breaks, Stricter, RequestVariantAdded, "A variant was removed from a choice of a request.";
    ResponseVariantAdded = "response-variant-added", Compatible, Compiles, Other, ResponseVariantRemoved, "A variant was added to a choice of a reply; until now it was read as unknown.";
    ResponseVariantRemoved = "response-variant-removed", Compatible, Breaks, Other, ResponseVariantAdded, "A variant was removed from a choice of a reply; now it is read as unknown.";
    VariantRenamed = "variant-renamed", Same, Breaks, Same, VariantRenamed, "A variant of a choice was renamed in Rust.";
    VariantRewired = "variant-rewired", Breaks, Compiles, Other, VariantRewired, "A variant of a choice has another tag.";
    VariantTypeChanged = "variant-type-changed", Breaks, Breaks, Other, VariantTypeChanged, "A tag selects a value of another type, or none.";
    VariantMemberChanged = "variant-member-changed", Breaks, Same, Other, VariantMemberChanged, "The value of a variant is in another member, or its members are beside the tag, or no longer.";
    VariantDocsChanged = "variant-docs-changed", Same, Same, Same, VariantDocsChanged, "The description of a variant changed.";

    // Enums.
    EnumAdded = "enum-added", Compatible, Compiles, Same, EnumRemoved, "An enum was added.";
    EnumRemoved = "enum-removed", Same, Breaks, Same, EnumAdded, "An enum was removed.";
    EnumRenamed = "enum-renamed", Same, Breaks, Same, EnumRenamed, "An enum was renamed.";
    EnumClosed = "enum-closed", Breaks, Compiles, Stricter, EnumOpened, "An enum was closed: only its listed values can be sent.";
    EnumOpened = "enum-opened", Compatible, Breaks, Looser, EnumClosed, "An enum was opened: values that it does not list can be sent.";
    EnumWireChanged = "enum-wire-changed", Breaks, Breaks, Other, EnumWireChanged, "The values of an enum have another type on the wire.";
    EnumDocsChanged = "enum-docs-changed", Same, Same, Same, EnumDocsChanged, "The description of an enum changed.";
    RequestEnumValueAdded = "request-enum-value-added", Compatible, Compiles, Looser, RequestEnumValueRemoved, "A value was added to an enum of requests.";
    RequestEnumValueRemoved = "request-enum-value-removed", Breaks, Breaks, Stricter, RequestEnumValueAdded, "A value was removed from an enum of requests.";
    ResponseEnumValueAdded = "response-enum-value-added", Compatible, Compiles, Other, ResponseEnumValueRemoved, "A value was added to an enum of replies; until now it was read as unknown.";
    ResponseEnumValueRemoved = "response-enum-value-removed", Compatible, Breaks, Other, ResponseEnumValueAdded, "A value was removed from an enum of replies; now it is read as unknown.";
    EnumValueRenamed = "enum-value-renamed", Same, Breaks, Same, EnumValueRenamed, "A value of an enum was renamed in Rust.";
    EnumValueRewired = "enum-value-rewired", Breaks, Compiles, Other, EnumValueRewired, "A value of an enum is written differently on the wire.";
    EnumValuesReordered = "enum-values-reordered", Same, Same, Other, EnumValuesReordered, "The values of an enum are in another order, which its list `ALL` shows.";
    EnumValueDocsChanged = "enum-value-docs-changed", Same, Same, Same, EnumValueDocsChanged, "The description of an enum value changed.";

    // Named scalars.
    ScalarAdded = "scalar-added", Compatible, Compiles, Same, ScalarRemoved, "A named scalar was added.";
    ScalarRemoved = "scalar-removed", Same, Breaks, Same, ScalarAdded, "A named scalar was removed.";
    ScalarRenamed = "scalar-renamed", Same, Breaks, Same, ScalarRenamed, "A named scalar was renamed.";
    ScalarWireChanged = "scalar-wire-changed", Breaks, Breaks, Other, ScalarWireChanged, "A named scalar has another type on the wire.";
    ScalarChecked = "scalar-checked", Same, Compiles, Same, ScalarUnchecked, "A named scalar has limits now, so it can be validated by itself.";
    ScalarUnchecked = "scalar-unchecked", Same, Breaks, Same, ScalarChecked, "A named scalar no longer has limits, so it cannot be validated by itself.";
    ScalarHidden = "scalar-hidden", Same, Breaks, Other, ScalarShown, "A named scalar became secret, so its value is no longer printed.";
    ScalarShown = "scalar-shown", Same, Compiles, Other, ScalarHidden, "A named scalar is no longer secret, so its value is printed.";
    ScalarDocsChanged = "scalar-docs-changed", Same, Same, Same, ScalarDocsChanged, "The description of a named scalar changed.";
}

impl Rule {
    /// The rule with this id.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// The page that `cargo xtask explain` prints: the meaning of the rule and its effects.
    #[must_use]
    pub fn explain(self) -> String {
        let Effects { wire, rust, behaviour } = self.effects();
        let docs =
            if self.effects().docs_only() { "\nOnly descriptions changed. Users need not do anything.\n" } else { "" };
        let step = match self.effects().step() {
            Step::None => "none",
            Step::Patch => "patch",
            Step::Minor => "minor",
            Step::Major => "major",
        };
        let back = match self.mirror() {
            mirror if mirror == self => String::new(),
            mirror => format!("\nThe reverse change is `{mirror}`.\n"),
        };
        format!(
            "# {self}\n\n{}\n\n- wire: {}\n- Rust: {}\n- behaviour: {}\n- version step: {step}\n{docs}{back}",
            self.meaning(),
            wire.words(),
            rust.words(),
            behaviour.words(),
        )
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}
