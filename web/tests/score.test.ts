import { describe, expect, it } from 'vitest'

import { nextOpen, pointsText, totalOf, wantsEvidence, type Version } from '../src/blocks/score/score'

const line = (id: string, points: string, more: Partial<Version['criteria'][number]> = {}): Version['criteria'][number] => ({ id, title: id, title_en: id, points, levels: [], veto: false, computed: false, evidence: null, ...more })
const version: Version = {
  year: 2009,
  criteria: [line('law', '30'), line('talks', '20', { computed: true }), line('home', '50', { evidence: 'home_evidence' }), line('crime', '0', { veto: true })],
  grades: [{ id: 'model', from: '85' }, { id: 'pass', from: '60' }, { id: 'fail', from: '0' }],
}

describe('the total of a sheet', () => {
  it('is nothing before anything is answered', () => expect(totalOf(version, {})).toMatchObject({ points: null, grade: null, vetoed: null, answered: 0, of: 3 }))
  it('adds up, and has a grade when all is answered', () => expect(totalOf(version, { law: '30', talks: '10', home: '50', crime: false })).toMatchObject({ points: '90', grade: 'model', vetoed: false, answered: 3 }))
  it('scales the others up where a computed line has no data', () => expect(totalOf(version, { law: '15', talks: null, home: '40', crime: false })).toMatchObject({ points: '68.75', grade: 'pass', noData: ['talks'] }))
  it('gives the last grade for a veto, whatever the points', () => expect(totalOf(version, { law: '30', talks: '20', home: '50', crime: true })).toMatchObject({ points: '100', grade: 'fail', vetoed: true }))
  it('waits for the veto', () => expect(totalOf(version, { law: '30', talks: '20', home: '50' })).toMatchObject({ points: '100', grade: null, vetoed: null }))
  it('writes points as the server does', () => expect([pointsText(825_000n), pointsText(-50_000n), pointsText(333_333n)]).toEqual(['82.5', '-5', '33.3333']))
})

describe('the walk', () => {
  it('goes on to what waits, round the corner too, and then to the end', () => {
    expect(nextOpen(version, { law: '30' }, 0)).toBe(1)
    expect(nextOpen(version, { home: '50', crime: false }, 2)).toBe(0)
    expect(nextOpen(version, { law: '0', home: '50', crime: false }, 0)).toBe(3)
  })
  it('asks for evidence only where there are points', () => {
    expect(wantsEvidence(version.criteria[2]!, { home: '50' })).toBe(true)
    expect(wantsEvidence(version.criteria[2]!, { home: '0' })).toBe(false)
    expect(wantsEvidence(version.criteria[2]!, { home: '50', home_evidence: ['f'] })).toBe(false)
  })
})
